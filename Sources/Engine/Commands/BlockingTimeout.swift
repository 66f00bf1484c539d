// How long a blocking command may wait, as its argument says it.

extension Bytes {
    /// Seconds, with a fraction, as microseconds; nil for 0, which waits for ever. Counted in milliseconds, rounded up.
    ///
    /// - Parameter now: Milliseconds since 1970: the deadline must be one that can be told in them.
    func parseTimeout(now: Int64, _ profile: Profile) throws(CommandError) -> Int64? {
        if count == 1, self[0] == UInt8(ascii: "0") { return nil }
        let seconds: LongDoubleValue
        do throws(CommandError) { seconds = try LongDouble.parse(self) } catch { throw .timeoutNotAFloat }
        let milliseconds = (seconds * 1000).rounded(.up)
        if !profile.limitsTimeouts {
            // What is no number of 64 bits is converted to the least of them; and what overflows with the clock never comes.
            guard let whole = Int64(exactly: milliseconds), whole >= 0 else { throw .timeoutNegative }
            return whole == 0 || whole > .max - now ? nil : Bytes.microseconds(whole)
        }
        guard milliseconds <= LongDoubleValue(Int64.max) else { throw .timeoutOutOfRange }
        guard milliseconds >= 0 else { throw .timeoutNegative }
        guard let whole = Int64(exactly: milliseconds), whole <= .max - now else { throw .timeoutOutOfRange }
        return whole == 0 ? nil : Bytes.microseconds(whole)
    }

    /// Milliseconds as microseconds; nil for 0, which waits for ever.
    ///
    /// - Parameter now: Milliseconds since 1970: the deadline must be one that can be told in them.
    func parseMillisecondTimeout(now: Int64, _ profile: Profile) throws(CommandError) -> Int64? {
        let milliseconds = Int64(try parseInteger(or: .timeoutNotAnInteger))
        guard milliseconds >= 0 else { throw .timeoutNegative }
        guard milliseconds <= .max - now else {
            if !profile.limitsTimeouts { return nil }
            throw .timeoutOutOfRange
        }
        return milliseconds == 0 ? nil : Bytes.microseconds(milliseconds)
    }

    /// Nobody will see the end of a hundred thousand years.
    private static func microseconds(_ milliseconds: Int64) -> Int64 {
        Swift.min(milliseconds, 100_000 * 366 * 86_400 * 1000) * 1000
    }
}
