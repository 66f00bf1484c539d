// The texts of doubles, against those of redis 8.0.6.

import Testing

@testable import UnderstudyEngine

@Suite struct DoubleTextTests {
    @Test func writesWhatTheRealServerWrites() {
        for (bits, text) in DoubleTextTests.recorded {
            #expect(DoubleText.shortest(Double(bitPattern: bits)) == text)
        }
    }

    @Test func whatIsNoNumber() {
        #expect(DoubleText.shortest(.infinity) == "inf" && DoubleText.shortest(-.infinity) == "-inf")
        #expect(DoubleText.shortest(.nan) == "nan" && DoubleText.shortest(-.nan) == "nan")
    }

    /// Whatever the digits are, they read back as the same number.
    @Test func readsBack() {
        var random = RandomSource(seed: 9)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            #expect(Double(DoubleText.shortest(value)) == value)
        }
        var edges: [Double] = [.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 0x1p62, 0x1p63]
        edges += (-1074...1023).map { Double(sign: .plus, exponent: $0, significand: 1) }
        for value in edges {
            for value in [value, value.nextUp, value.nextDown, -value] where value.isFinite {
                #expect(Double(DoubleText.shortest(value)) == value)
            }
        }
    }
}
