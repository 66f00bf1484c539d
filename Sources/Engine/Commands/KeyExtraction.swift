// KeyExtraction: which arguments of a request are keys, and what the command does to each. Derived from the key
// specifications of the table, except where the real server trusts a procedure more than them: a command whose access
// depends on its options brings that procedure along in its row. COMMAND GETKEYS, permissions, tracking and cluster slots
// all ask here, so that they cannot disagree.

/// A key among the arguments of a request.
struct KeyReference: Equatable {
    /// Counted from the command name, which is argument 0.
    let position: Int
    let flags: KeySpecification.Flags
}

/// Finds the keys of a command whose specifications do not tell all. Answers no keys where the arguments are wrong.
typealias KeyProcedure = @Sendable (_ arguments: Arguments) -> [KeyReference]

extension CommandSpecification {
    /// Whether it can have keys at all.
    var hasKeys: Bool {
        keyProcedure != nil || keys.contains { !$0.flags.contains(.notKey) }
    }

    /// The keys in `arguments`, in the order of the specifications; none where the arguments are wrong. O(number of arguments).
    func keyReferences(in arguments: Arguments) -> [KeyReference] {
        if !keys.contains(where: { $0.flags.contains(.variableFlags) }),
            let found = referencesBySpecifications(in: arguments)
        {
            return found
        }
        return keyProcedure?(arguments) ?? laxlyCountedReferences(in: arguments)
    }

    /// Calls `body` with the position of each key in `arguments`, as `keyReferences` finds them. Allocates nothing where the
    /// specifications alone tell, as they do for nearly every command.
    func forEachKey(in arguments: Arguments, _ body: (Int) -> Void) {
        for key in keys {
            guard key.flags.isDisjoint(with: [.variableFlags, .incomplete, .notKey]),
                key.positions(in: arguments) != nil
            else { return keyReferences(in: arguments).forEach { body($0.position) } }
        }
        for key in keys { key.positions(in: arguments)?.forEach(body) }
        if keys.isEmpty, keyProcedure != nil { keyReferences(in: arguments).forEach { body($0.position) } }
    }

    /// Nil where a specification does not fit the arguments, or says of itself that it does not find every key.
    private func referencesBySpecifications(in arguments: Arguments) -> [KeyReference]? {
        var references: [KeyReference] = []
        for key in keys where !key.flags.contains(.notKey) {
            guard let range = key.positions(in: arguments) else { return nil }
            let former = references.count
            for position in range { references.append(KeyReference(position: position, flags: key.flags)) }
            // An option that is not there leaves nothing out.
            if key.flags.contains(.incomplete), references.count > former { return nil }
        }
        return references
    }

    /// Where the number of keys is not a proper integer the real server reads it again as the C library would, up to the first
    /// byte that is no digit, and then tells nothing of the access.
    private func laxlyCountedReferences(in arguments: Arguments) -> [KeyReference] {
        guard let key = keys.first, case .index(let begin) = key.begin,
            case .count(let keyNumber, let first, let step) = key.find, begin + keyNumber < arguments.count
        else { return [] }
        let count = arguments[begin + keyNumber].leadingInteger
        guard count >= 1, count <= (arguments.count - begin - first) / step else { return [] }
        return (0..<count).map { KeyReference(position: begin + first + $0 * step, flags: []) }
    }
}

extension KeySpecification {
    /// Where the keys stand, or nil where the arguments do not fit.
    fileprivate func positions(in arguments: Arguments) -> StrideThrough<Int>? {
        guard let begin = beginning(in: arguments) else {
            // An option that is not there has no key.
            if case .keyword = begin { return Swift.stride(from: 1, through: 0, by: 1) }
            return nil
        }
        let first: Int
        let last: Int
        let stride: Int
        switch find {
        case .range(let lastKey, let step, let limit):
            first = begin
            stride = step
            if lastKey >= 0 {
                last = first + lastKey
            } else if limit == 0 {
                last = arguments.count + lastKey
            } else {
                // The keys take up one part in `limit` of what is left.
                last = first + (arguments.count - first) / limit + lastKey
            }
        case .count(let keyNumber, let firstKey, let step):
            guard begin + keyNumber < arguments.count, let count = arguments[begin + keyNumber].integer,
                count >= 0, count < arguments.count
            else { return nil }
            first = begin + firstKey
            last = first + (count - 1) * step
            stride = step
        case .unknown:
            return nil
        }
        guard first <= last, last < arguments.count else { return nil }
        return Swift.stride(from: first, through: last, by: stride)
    }

    private func beginning(in arguments: Arguments) -> Int? {
        switch begin {
        case .index(let index):
            return index
        case .keyword(let word, let from):
            // Forwards up to the last argument but one, which can still have one behind it; backwards down to argument 2.
            let places =
                from > 0
                ? stride(from: from, to: arguments.count - 1, by: 1)
                : stride(from: arguments.count + from, to: 1, by: -1)
            for place in places where place < arguments.count && arguments[place].spells(word) {
                return place + 1
            }
            return nil
        case .unknown:
            return nil
        }
    }
}

extension Bytes {
    /// Whether these bytes are `word` in any case.
    fileprivate func spells(_ word: String) -> Bool {
        func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
        guard word.utf8.count == count else { return false }
        return word.utf8.enumerated().allSatisfy { folded($0.element) == folded(self[$0.offset]) }
    }

    /// What the C library's `atoi` makes of these bytes, but for overflow, which has no meaning there: the largest number here.
    fileprivate var leadingInteger: Int {
        var index = 0
        while index < count, self[index] == 0x20 || (self[index] >= 0x09 && self[index] <= 0x0D) { index += 1 }
        var negative = false
        if index < count, self[index] == UInt8(ascii: "-") || self[index] == UInt8(ascii: "+") {
            negative = self[index] == UInt8(ascii: "-")
            index += 1
        }
        var value = 0
        while index < count, self[index] &- 0x30 <= 9 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(self[index] &- 0x30))
            if overflow || carry { return negative ? .min : .max }
            value = sum
            index += 1
        }
        return negative ? -value : value
    }
}
