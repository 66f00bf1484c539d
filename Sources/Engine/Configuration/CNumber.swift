// CNumber: numbers as the C library's functions read them, where the real server leaves it to those.

/// Numbers as C reads them.
enum CNumber {
    /// What `strtoll` makes of `text` if that is all of it, else nil. No text at all is 0.
    static func parse(_ text: Bytes, radix: Int = 10) -> Int? {
        let (value, start, end) = scan(text, radix: radix)
        return end == text.count && (end > start || text.isEmpty) ? value : nil
    }

    /// What `strtoll` makes of the beginning of `text`; 0 if that is no number.
    static func prefix(of text: Bytes) -> Int { scan(text, radix: 10).value }

    /// Space and a sign are passed over, digits read; what is too great or small becomes the greatest or smallest.
    private static func scan(_ text: Bytes, radix: Int) -> (value: Int, start: Int, end: Int) {
        var index = 0
        while index < text.count, text[index] == 0x20 || text[index] &- 0x09 < 5 { index += 1 }
        let negative = index < text.count && text[index] == UInt8(ascii: "-")
        if negative || index < text.count && text[index] == UInt8(ascii: "+") { index += 1 }
        let start = index
        // Gathered below zero, where there is room for one more.
        var value = 0
        while index < text.count, case let digit = Int(text[index] &- 0x30), digit < radix {
            let (product, overflow) = value.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.subtractingReportingOverflow(digit)
            value = overflow || carry ? .min : sum
            index += 1
        }
        return (negative ? value : value == .min ? .max : -value, start, index)
    }
}
