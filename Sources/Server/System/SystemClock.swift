// SystemClock: the real time. Every command reads it, so a reading is one call that does not enter the kernel: the wall time is
// derived from the monotonic time by an offset, which is read again every tenth of a second, so that a step of the wall clock shows
// soon.
//
// Why it is unsafe inside: the system writes the time by pointer. Why that is sound: the pointer is to a local.

import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The system's clocks.
final class SystemClock: Clock {
    /// Wall time less monotonic time, microseconds.
    private var offset: Int64 = 0
    private var offsetIsDue: Int64 = 0

    /// How long an offset holds, microseconds.
    private static let offsetLifetime: Int64 = 100_000

    init() { _ = now() }

    func now() -> Instant {
        let monotonic = SystemClock.monotonic()
        if monotonic >= offsetIsDue {
            offset = SystemClock.read(CLOCK_REALTIME) - monotonic
            offsetIsDue = monotonic + SystemClock.offsetLifetime
        }
        return Instant(wall: monotonic + offset, monotonic: monotonic)
    }

    /// The monotonic time, microseconds.
    @inline(__always)
    static func monotonic() -> Int64 { read(CLOCK_MONOTONIC) }

    /// A clock's time in microseconds.
    @inline(__always)
    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
