// MemorySize: amounts of memory with units, as directives take and rewrite them.

/// Amounts of memory: `1k` is 1000 bytes, `1kb` 1024, and so on to `g` and `gb`.
enum MemorySize {
    private static let units: [(name: String, size: UInt64)] = [
        ("", 1), ("b", 1), ("k", 1000), ("kb", 1 << 10), ("m", 1_000_000), ("mb", 1 << 20), ("g", 1_000_000_000),
        ("gb", 1 << 30),
    ]

    /// The bytes that `text` names, or nil when it names none.
    ///
    /// As the real server reads it: no digits are 0, too many are the greatest number (valkey 9.1 refuses them), and the unit may
    /// overflow it.
    static func parse(_ text: Bytes, _ profile: Profile) -> UInt64? {
        var digits = 0
        var value: UInt64 = 0
        while digits < text.count, case let digit = text[digits] &- 0x30, digit <= 9 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            if overflow || carry, profile == .valkey91 { return nil }
            value = overflow || carry ? .max : sum
            digits += 1
        }
        guard digits < 128 else { return nil }
        let unit = text.dropFirst(digits)
        return units.first { unit.isSame(as: $0.name) }.map { value &* $0.size }
    }

    /// `bytes` in the greatest unit that leaves no rest.
    static func text(_ bytes: UInt64) -> String {
        for (name, size) in units.reversed() where size.nonzeroBitCount == 1 && size > 1 {
            if bytes > 0, bytes % size == 0 { return "\(bytes / size)\(name)" }
        }
        return "\(bytes)"
    }
}
