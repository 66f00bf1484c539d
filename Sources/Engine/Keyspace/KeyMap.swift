// KeyMap: what is noted for a few keys of a database: who watches them, who waits for them.
//
// Nearly always there is nothing, and every command that writes asks. The answer is a stored flag: asking the dictionary would cost a
// run-time check of exclusive access each time, a tenth of a small command.

/// A dictionary by key that knows at no cost whether it is empty.
final class KeyMap<Value> {
    private var values: [[UInt8]: Value] = [:]
    private(set) var isEmpty = true

    var count: Int { values.count }

    var keys: [[UInt8]] { Array(values.keys) }

    /// Every key with its value.
    var all: [[UInt8]: Value] { values }

    subscript(key: [UInt8]) -> Value? { values[key] }

    /// Changes what is noted for a key, nothing being `empty`, and forgets it if it `isEmpty` then. Expected O(1).
    func update(
        _ key: [UInt8], or empty: @autoclosure () -> Value, _ change: (inout Value) -> Void, isEmpty: (Value) -> Bool
    ) {
        change(&values[key, default: empty()])
        if isEmpty(values[key]!) { values[key] = nil }
        self.isEmpty = values.isEmpty
    }
}

/// The keys that came to be while clients wait for them, in order.
final class ReadyKeys {
    struct Key {
        let database: Int
        let key: [UInt8]
    }

    private var keys: [Key] = []
    private(set) var isEmpty = true

    func append(_ key: Key) {
        keys.append(key)
        isEmpty = false
    }

    /// All keys, which are forgotten.
    func takeAll() -> [Key] {
        let all = keys
        keys = []
        isEmpty = true
        return all
    }
}
