// Doubles in requests: what is read, and what is refused, as recorded from redis 8.0.6 (ZADD for scores, ZCOUNT for bounds).

import Testing

@testable import UnderstudyEngine

@Suite struct BytesDoubleTests {
    @Test(arguments: [
        ("1", 1.0), ("+1", 1), ("0x10", 16), ("infinity", .infinity), ("iNf", .infinity), ("-inf", -.infinity),
        (".5", 0.5), ("5.", 5), ("1e5", 1e5), ("9007199254740993", 0x1p53), ("-12", -12),
    ])
    func scores(text: String, value: Double) { #expect(text.withBytes(\.double) == value) }

    @Test(arguments: ["", " 1", "1 ", "1e", "nan", "-nan", "nan(1)", "1e400", "-1e400", "1e-400", "1_0", "1\0", "\t1"])
    func noScores(text: String) { #expect(text.withBytes(\.double) == nil) }

    @Test(arguments: [
        ("1", 1.0), ("", 0), ("+5", 5), ("1\u{0}x", 1), ("1e400", .infinity), ("-1e-400", 0), ("inf", .infinity),
    ])
    func bounds(text: String, value: Double) { #expect(text.withBytes { $0.boundingDouble(isLoose: false) } == value) }

    @Test func theSmallestNumberIsRead() {
        #expect("4.9e-324".withBytes(\.double)?.bitPattern == 1)
    }

    @Test(arguments: [" 1", "1 ", "0x1", "nan", "1x", "(1"])
    func noBounds(text: String) { #expect(text.withBytes { $0.boundingDouble(isLoose: false) } == nil) }

    @Test func theSignOfZeroIsRead() {
        #expect("-0".withBytes(\.double)?.sign == .minus)
        #expect("0".withBytes(\.double)?.sign == .plus)
    }
}
