// Reading numbers from bytes, as strictly as the real server does: what it would not write itself, it does not read.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Bytes {
    /// The integer that these bytes spell in the only canonical way (no `+`, no leading zeros, no space, no `-0`), or nil.
    ///
    /// This is also the test of whether a value can be stored as an integer and written back unchanged.
    public var integer: Int? {
        guard count > 0, count <= 20 else { return nil }
        var index = 0
        let negative = self[0] == UInt8(ascii: "-")
        if negative { index = 1 }
        guard index < count else { return nil }
        let first = self[index] &- 0x30
        if first == 0 { return count == 1 ? 0 : nil }
        guard first <= 9 else { return nil }
        var magnitude = UInt(first)
        index += 1
        while index < count {
            let digit = self[index] &- 0x30
            guard digit <= 9 else { return nil }
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt(digit))
            guard !overflow, !carry else { return nil }
            magnitude = sum
            index += 1
        }
        if negative {
            guard magnitude <= UInt(Int.max) + 1 else { return nil }
            return Int(truncatingIfNeeded: 0 &- magnitude)
        }
        return Int(exactly: magnitude)
    }
}
