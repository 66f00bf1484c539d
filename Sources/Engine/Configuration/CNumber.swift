// CNumber: numbers as the C library's functions read them, for the directives that the real server leaves to those.

/// Numbers as C reads them.
enum CNumber {
    /// What `strtoll` makes of the whole of `text`: space before it and a sign are allowed, no digits at all are 0 only where
    /// there is no text either, and what is too great or small becomes the greatest or smallest. Nil when something is left over.
    static func parse(_ text: Bytes, radix: Int = 10) -> Int? {
        var index = 0
        while index < text.count, text[index] == 0x20 || text[index] &- 0x09 < 5 { index += 1 }
        let negative = index < text.count && text[index] == UInt8(ascii: "-")
        if negative || index < text.count && text[index] == UInt8(ascii: "+") { index += 1 }
        let start = index
        var value = 0
        while index < text.count, case let digit = Int(text[index] &- 0x30), digit < radix {
            let (product, overflow) = value.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.subtractingReportingOverflow(digit)
            value = overflow || carry ? .min : sum
            index += 1
        }
        guard index == text.count, index > start || text.isEmpty else { return nil }
        // Gathered below zero, where there is room for one more.
        return negative ? value : value == .min ? .max : -value
    }
}
