// Reading doubles from bytes. The real server has two ways, which differ at the edges: scores, weights and coordinates are read as the C
// library reads them, hexadecimal included; the bounds of ranges are not.
//
// Why it is unsafe inside: the C library reads a number by pointer. Why that is sound: the copy that it reads ends in a zero and outlives
// the call.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Bytes {
    /// The double that all of these bytes spell, infinity and hexadecimal included; no NaN, no space in front, nothing that is too
    /// large or too small to be told from infinity or zero.
    var double: Double? {
        if let integer, integer.magnitude < 1 << 53 { return Double(integer) }
        guard count > 0, !startsWithSpace, let (value, consumed, isOutOfRange) = readDouble(), consumed == count else {
            return nil
        }
        return value.isNaN || isOutOfRange && (value.isInfinite || value == 0) ? nil : value
    }

    /// The same, as a release reads it.
    func double(in profile: Profile) -> Double? {
        if !profile.readsHexadecimal, hasX { return nil }
        return double
    }

    /// The bound that these bytes spell up to the first zero byte, none of them being 0: decimal or infinity; no NaN, no space in
    /// front. What is too large is infinity.
    ///
    /// - Parameter isLoose: Whether there may be space in front, or the number be hexadecimal.
    func boundingDouble(isLoose: Bool) -> Double? {
        if let integer, integer.magnitude < 1 << 53 { return Double(integer) }
        let text = self[0..<(firstIndex(of: 0) ?? count)]
        if text.isEmpty { return 0 }
        guard isLoose || !text.startsWithSpace && !text.hasX,
            let (value, consumed, _) = text.readDouble(), consumed == text.count, !value.isNaN
        else { return nil }
        return value
    }

    /// The number that these bytes spell up to the first zero byte, as SORT of other releases than Redis 8.0 reads it: what is out of range
    /// is none.
    ///
    /// - Parameter isLoose: Whether there may be space in front, the number be hexadecimal, or nothing at all be 0.
    func sortingDouble(isLoose: Bool) -> Double? {
        let text = self[0..<(firstIndex(of: 0) ?? count)]
        if text.isEmpty { return isLoose ? 0 : nil }
        guard isLoose || !text.startsWithSpace && !text.hasX,
            let (value, consumed, isOutOfRange) = text.readDouble(), consumed == text.count, !isOutOfRange, !value.isNaN
        else { return nil }
        return value
    }

    /// Whether there is the letter in it that makes a number hexadecimal.
    private var hasX: Bool { firstIndex(of: UInt8(ascii: "x")) != nil || firstIndex(of: UInt8(ascii: "X")) != nil }

    private var startsWithSpace: Bool { self[0] == 0x20 || (0x09...0x0D).contains(self[0]) }

    /// What the C library's `strtod` makes of these bytes, how many of them it takes, and whether it says that the number is out of
    /// range. Nil if there is no number.
    private func readDouble() -> (value: Double, consumed: Int, isOutOfRange: Bool)? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { text in
            unsafe memcpy(text.baseAddress!, buffer.baseAddress!, count)
            unsafe text[count] = 0
            var end: UnsafeMutablePointer<CChar>? = nil
            errno = 0
            let value = unsafe strtod(text.baseAddress!, &end)
            let consumed = unsafe end! - text.baseAddress!
            return consumed == 0 ? nil : (value, consumed, errno == ERANGE)
        }
    }
}
