// ReplyWriter: the only place that knows how each kind of reply is spelled in RESP2 and in RESP3. Handlers say what
// they answer; a session's protocol version decides the bytes.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which version of the protocol a session speaks.
public enum ProtocolVersion: Int, Sendable {
    case resp2 = 2
    case resp3 = 3
}

/// Appends replies to a session's output.
public final class ReplyWriter {
    /// What has been written and not yet sent.
    public let buffer: ByteBuffer
    var version = ProtocolVersion.resp2
    /// Whose spelling it is.
    let profile: Profile

    init(_ buffer: ByteBuffer = ByteBuffer(), profile: Profile = .standard) {
        self.buffer = buffer
        self.profile = profile
    }

    // MARK: Simple replies

    @inline(__always)
    func ok() { buffer.append("+OK\r\n") }

    /// A simple string; `text` holds no line end.
    func simple(_ text: StaticString) {
        buffer.append(UInt8(ascii: "+"))
        buffer.append(text)
        buffer.appendLineEnd()
    }

    /// The same, of text made at run time.
    func simple(_ text: String) {
        buffer.append(UInt8(ascii: "+"))
        buffer.append(text)
        buffer.appendLineEnd()
    }

    /// An error. Line ends around it are dropped and those within it become spaces, as the protocol demands.
    func error(_ error: CommandError) {
        buffer.append(UInt8(ascii: "-"))
        let mark = buffer.count
        error.text.withBytes { buffer.append($0) }
        buffer.cleanLineEnds(since: mark)
        buffer.appendLineEnd()
    }

    @inline(__always)
    func integer(_ value: Int) { buffer.appendHeader(UInt8(ascii: ":"), value) }

    @inline(__always)
    func bulk(_ bytes: Bytes) { buffer.appendBulk(bytes) }

    func bulk(_ text: StaticString) { buffer.appendBulk(Bytes(text)) }

    func bulk(_ text: String) {
        text.withBytes { buffer.appendBulk($0) }
    }

    func bulk(_ bytes: [UInt8]) { bytes.withBytes { buffer.appendBulk($0) } }

    /// A bulk string that spells `value`.
    func bulk(decimal value: Int) {
        var digits = 1
        var rest = value.magnitude
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        buffer.appendHeader(UInt8(ascii: "$"), digits + (value < 0 ? 1 : 0), following: 22)
        buffer.append(decimal: value)
        buffer.appendLineEnd()
    }

    /// The absent value: a null bulk string in RESP2.
    func null() { buffer.append(version == .resp2 ? "$-1\r\n" : "_\r\n") }

    /// The absent array, which RESP2 tells from the absent string.
    func nullArray() { buffer.append(version == .resp2 ? "*-1\r\n" : "_\r\n") }

    // MARK: Aggregates: a header, then as many replies

    @inline(__always)
    func array(_ count: Int) { buffer.appendHeader(UInt8(ascii: "*"), count) }

    /// `count` pairs follow.
    func map(_ count: Int) {
        if version == .resp2 { array(count * 2) } else { buffer.appendHeader(UInt8(ascii: "%"), count) }
    }

    func set(_ count: Int) { buffer.appendHeader(UInt8(ascii: version == .resp2 ? "*" : "~"), count) }

    /// Out-of-band data.
    func push(_ count: Int) { buffer.appendHeader(UInt8(ascii: version == .resp2 ? "*" : ">"), count) }

    /// `count` pairs follow that tell of the reply behind them. RESP2 has no such thing: call it in RESP3 only.
    func attribute(_ count: Int) {
        precondition(version == .resp3)
        buffer.appendHeader(UInt8(ascii: "|"), count)
    }

    /// Where an aggregate begins whose count is known only at its end.
    struct Mark { fileprivate let position: Int }

    func mark() -> Mark { Mark(position: buffer.count) }

    /// Makes what was written since `mark` an array of `count` elements. O(bytes written since).
    func array(_ count: Int, since mark: Mark) {
        buffer.insert(at: mark.position) { $0.appendHeader(UInt8(ascii: "*"), count) }
    }

    /// Makes what was written since `mark` a map of `count` pairs. O(bytes written since).
    func map(_ count: Int, since mark: Mark) {
        buffer.insert(at: mark.position) { _ in map(count) }
    }

    /// Puts what `header` writes in front of what was written since `mark`. O(bytes written since).
    func prefix(since mark: Mark, _ header: (ReplyWriter) -> Void) {
        buffer.insert(at: mark.position) { _ in header(self) }
    }

    /// Forgets what was written since `mark`.
    func discard(since mark: Mark) { buffer.truncate(to: mark.position) }

    // MARK: The other scalars of RESP3

    /// `:1` or `:0` in RESP2.
    func boolean(_ value: Bool) {
        if version == .resp2 { integer(value ? 1 : 0) } else { buffer.append(value ? "#t\r\n" : "#f\r\n") }
    }

    /// A bulk string in RESP2.
    func double(_ value: Double) { double(DoubleText.text(value, profile.doubleStyle)) }

    /// The same, of a number that is text already.
    func double(_ text: String) {
        if version == .resp2 { return bulk(text) }
        buffer.append(UInt8(ascii: ","))
        buffer.append(text)
        buffer.appendLineEnd()
    }

    /// Digits of any number; a bulk string in RESP2.
    func bigNumber(_ digits: String) {
        if version == .resp2 { return bulk(digits) }
        buffer.append(UInt8(ascii: "("))
        buffer.append(digits)
        buffer.appendLineEnd()
    }

    /// Text with a three-letter format (`txt`, `mkd`); a bulk string in RESP2.
    func verbatim(_ text: String, format: StaticString = "txt") {
        if version == .resp2 { return bulk(text) }
        buffer.appendHeader(UInt8(ascii: "="), text.utf8.count + 4)
        buffer.append(format)
        buffer.append(UInt8(ascii: ":"))
        buffer.append(text)
        buffer.appendLineEnd()
    }
}

extension UInt8 {
    /// Whether it is a CR or an LF.
    var isLineEnd: Bool { self == 0x0D || self == 0x0A }

    /// The byte as a line shows it: a space if it is a CR or an LF.
    var withinLine: UInt8 { isLineEnd ? 0x20 : self }
}

extension ByteBuffer {
    /// Drops the CRs and LFs at the end of what was written since `mark`, and turns the others into spaces.
    fileprivate func cleanLineEnds(since mark: Int) {
        let written = bytes.dropFirst(mark)
        guard written.firstIndex(of: 0x0D) != nil || written.firstIndex(of: 0x0A) != nil else { return }
        let trimmed = written.array.reversed().drop(while: \.isLineEnd).reversed()
        truncate(to: mark)
        trimmed.map(\.withinLine).withBytes { append($0) }
    }
}
