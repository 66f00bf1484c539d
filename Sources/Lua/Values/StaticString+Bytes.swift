// The bytes of fixed texts, which names and messages are made of.
//
// Why it is unsafe inside: a literal hands out its bytes as a buffer. Why that is sound: they are copied before it ends.

extension StaticString {
    /// The text in UTF-8. O(n).
    var bytes: [UInt8] { withUTF8Buffer { unsafe [UInt8]($0) } }
}
