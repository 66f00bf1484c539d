// DoubleText: the text of a double in replies, as the real server writes it: integers plain, everything else with
// digits that read back as the same number (DoubleDigits.swift), in its own layout of the exponent.

/// Writes doubles.
enum DoubleText {
    /// How many digits a number gets.
    enum Style {
        /// As few as read back as the same number.
        case shortest
        /// 17, less the zeros at their end: `%.17g`.
        case seventeenDigits
    }

    static func text(_ value: Double, _ style: Style) -> String {
        // `%g` writes the sign of what is no number.
        if style == .seventeenDigits, value.isNaN, value.sign == .minus { return "-nan" }
        guard style == .seventeenDigits, value.isFinite else { return shortest(value) }
        return String(decoding: LongDouble.generalText(value), as: UTF8.self)
    }

    /// As a listpack holds it: an integer as such where it is one of moderate size.
    static func stored(_ value: Double, _ style: Style) -> String {
        text(value, value.magnitude <= 0x1p62 && value == value.rounded(.towardZero) ? .shortest : style)
    }

    /// `inf`, `-inf`, `nan`, an integer without a fraction where the value is one of moderate size, else short digits.
    static func shortest(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        // What half an Int64 can hold is written as an integer where it is one.
        if value.magnitude <= 0x1p62, value == value.rounded(.towardZero) { return String(Int(value)) }
        return shortestDigits(value)
    }

    /// The same, with an exponent where an integer has many zeros: what digests of a dataset are made of.
    static func shortestDigits(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return shortest(value) }
        let decimal = DoubleDigits(value.magnitude)
        return (value < 0 ? "-" : "") + layOut(decimal.digits, exponent: decimal.exponent)
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
