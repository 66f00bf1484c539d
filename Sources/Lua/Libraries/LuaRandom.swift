// The generator behind `math.random`: 48 bits, linear congruent, the same numbers for the same seed on every machine.

/// A sequence of numbers, which several interpreters may draw from.
public final class RandomSequence {
    private static let multiplier: UInt64 = 0x5_DEEC_E66D
    private static let mask: UInt64 = 1 << 48 - 1
    static let greatest = 0x7FFF_FFFF
    private var state: UInt64 = 0x1234_ABCD_330E

    /// The sequence that is drawn from until there is a seed, which is that of no seed.
    public init() {}

    private static func state(forSeed seed: Int32) -> UInt64 { UInt64(UInt32(bitPattern: seed)) << 16 | 0x330E }

    func seed(_ seed: Int32) { state = RandomSequence.state(forSeed: seed) }

    /// The next number of 31 bits.
    func next() -> Int {
        state = (state &* RandomSequence.multiplier &+ 0xB) & RandomSequence.mask
        return Int(state >> 17)
    }
}
