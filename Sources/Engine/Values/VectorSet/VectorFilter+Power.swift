// The power of two numbers, as the C library has it.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension VectorFilter {
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
