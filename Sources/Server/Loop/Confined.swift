// Confined: how a value that belongs to a serial queue gets into the closures that run on it.
//
// Why it is unsafe inside: the value is not Sendable, and its holder says that it is. Why that is sound: the value can be reached
// on its queue alone, which is asserted at every access.

import Dispatch

/// A value that only one serial queue reaches.
struct Confined<Value>: @unchecked Sendable {
    private let content: Value
    private let queue: DispatchQueue

    init(_ value: Value, to queue: DispatchQueue) {
        content = value
        self.queue = queue
    }

    /// The value, on its queue.
    var value: Value {
        dispatchPrecondition(condition: .onQueue(queue))
        return content
    }
}
