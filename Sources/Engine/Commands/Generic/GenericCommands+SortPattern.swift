// The patterns of SORT: a key's name with the element in place of `*`, or a field of the hash under such a key; `#` is the element.

/// What BY or GET names.
struct SortPattern {
    private let pattern: Bytes
    /// Where the star is; nil: nothing depends on the element.
    let star: Int?
    /// Where the `->` is that a field follows.
    private let arrow: Int?

    /// Reads a pattern up to a zero byte, as the real server does.
    init(_ pattern: Bytes) {
        self.pattern = pattern
        let end = pattern.firstIndex(of: 0) ?? pattern.count
        let star = pattern.firstIndex(of: UInt8(ascii: "*")).flatMap { $0 < end ? $0 : nil }
        var arrow: Int?
        if var place = star {
            while arrow == nil, let dash = pattern.firstIndex(of: UInt8(ascii: "-"), from: place + 1), dash + 1 < end {
                if pattern[dash + 1] == UInt8(ascii: ">") { arrow = dash }
                place = dash
            }
        }
        self.star = star
        // An arrow with nothing behind it is a part of the key.
        self.arrow = arrow.flatMap { $0 + 2 < end ? $0 : nil }
    }

    /// Whether the pattern stands for the element itself.
    var isElement: Bool {
        !pattern.isEmpty && pattern[0] == UInt8(ascii: "#") && (pattern.count == 1 || pattern[1] == 0)
    }

    /// The field of a hash.
    var field: Bytes? { arrow.map { pattern.dropFirst($0 + 2) } }

    /// Writes the key that the pattern names for an element; the pattern has a star.
    func writeKey(for element: Bytes, to buffer: ByteBuffer) {
        buffer.removeAll()
        buffer.append(pattern[0..<star!])
        buffer.append(element)
        buffer.append(pattern[star! + 1..<(arrow ?? pattern.count)])
    }
}

extension Session {
    /// Calls `body` with what a pattern names for an element, or with nil if there is no such string. `key` is room for a key.
    func withValue(of pattern: SortPattern, for element: Bytes, _ key: ByteBuffer, _ body: (Bytes?) -> Void) {
        if pattern.isElement { return body(element) }
        guard pattern.star != nil else { return body(nil) }
        pattern.writeKey(for: element, to: key)
        guard let entry = database.lookUp(key.bytes) else { return body(nil) }
        if let field = pattern.field {
            guard entry.type == .hash else { return body(nil) }
            let hash = entry.object(HashValue.self)
            guard let position = find(field, in: hash, key.bytes) else { return body(nil) }
            hash.value(at: position).withBytes { body($0) }
        } else {
            guard entry.type == .string else { return body(nil) }
            entry.withStringBytes { body($0) }
        }
    }
}
