// DoubleText: the text of a double in replies, as the real server writes it: integers plain, everything else with the
// fewest digits that read back as the same number, in its own layout of the exponent.

/// Writes doubles.
enum DoubleText {
    /// `inf`, `-inf`, `nan`, an integer without a fraction where the value is one of moderate size, else the shortest digits.
    static func shortest(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        if value > -4_503_599_627_370_496, value < 4_503_599_627_370_496, value == value.rounded() {
            return String(Int(value))
        }
        let (digits, exponent) = decompose(value.magnitude)
        return (value < 0 ? "-" : "") + layOut(digits, exponent: exponent)
    }

    /// The shortest digits and the power of ten of the last of them. Swift's own description is shortest; only its layout differs.
    private static func decompose(_ value: Double) -> (digits: [UInt8], exponent: Int) {
        var digits: [UInt8] = []
        var exponent = 0
        var afterPoint = false
        var text = Substring(value.description)
        if let mark = text.firstIndex(of: "e") {
            exponent = Int(text[text.index(after: mark)...])!
            text = text[..<mark]
        }
        for byte in text.utf8 {
            if byte == UInt8(ascii: ".") {
                afterPoint = true
            } else {
                digits.append(byte)
                if afterPoint { exponent -= 1 }
            }
        }
        while digits.count > 1, digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(min(zeros, digits.count - 1))
        return (digits, exponent)
    }

    /// Plain notation while the exponent is small, else scientific.
    private static func layOut(_ digits: [UInt8], exponent: Int) -> String {
        let scientific = exponent + digits.count - 1
        let text = String(decoding: digits, as: UTF8.self)
        if exponent >= 0, scientific < digits.count + 7 {
            return text + String(repeating: "0", count: exponent)
        }
        if exponent < 0, exponent > -7 || scientific.magnitude < 4 {
            let point = digits.count + exponent
            if point <= 0 { return "0." + String(repeating: "0", count: -point) + text }
            return text.prefix(point) + "." + text.dropFirst(point)
        }
        let fraction = digits.count > 1 ? "." + text.dropFirst() : ""
        return text.prefix(1) + fraction + "e" + (scientific < 0 ? "-" : "+") + String(scientific.magnitude)
    }
}
