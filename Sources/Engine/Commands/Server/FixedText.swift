// FixedText: numbers with a fixed number of digits behind the point, as INFO and the directives write them.

/// Numbers as text.
enum FixedText {
    /// `value` with `digits` digits behind the point, rounded to the nearest. For magnitudes up to 2^63 / 10^digits.
    static func text(_ value: Double, digits: Int) -> String {
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = (value.magnitude * Double(scale)).rounded()
        let units = scaled < 0x1p63 ? Int(scaled) : .max
        let sign = value.sign == .minus ? "-" : ""
        guard digits > 0 else { return "\(sign)\(units)" }
        return "\(sign)\(units / scale).\(String(units % scale + scale).dropFirst())"
    }

    /// An amount of memory with two digits and its unit: `1.50K`.
    static func memory(_ bytes: Int) -> String {
        guard bytes >= 1024 else { return "\(bytes)B" }
        var amount = Double(bytes) / 1024
        var units = Array("KMGTPE")
        while amount >= 1024, units.count > 1 {
            amount /= 1024
            units.removeFirst()
        }
        return text(amount, digits: 2) + String(units[0])
    }
}
