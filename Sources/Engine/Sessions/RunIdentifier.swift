// RunIdentifier: what tells one run of a server, or one history of a dataset, from another.

/// Forty hexadecimal digits, drawn at random.
enum RunIdentifier {
    static func make(_ random: inout RandomSource) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: (0..<40).map { _ in digits[random.next(below: 16)] }, as: UTF8.self)
    }
}
