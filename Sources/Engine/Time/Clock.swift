// The clock. All that the engine knows of time it reads from one injected clock, so that a test can move it: expiry,
// blocking timeouts, idle times and TIME can never disagree.

/// One reading: both times of the same instant.
public struct Instant: Sendable, Equatable {
    /// Microseconds since 1970, as TIME tells them. May jump.
    public var wall: Int64
    /// Microseconds since some fixed moment. Never runs backwards.
    public var monotonic: Int64

    /// Both in microseconds.
    public init(wall: Int64, monotonic: Int64) {
        self.wall = wall
        self.monotonic = monotonic
    }

    /// Milliseconds since 1970: the unit of expiry.
    public var milliseconds: Int64 { wall / 1000 }
}

/// Where time comes from.
public protocol Clock: AnyObject {
    /// The time now.
    func now() -> Instant
}

/// A clock that stands still until it is moved.
public final class VirtualClock: Clock {
    private var instant: Instant
    /// How far it moves by itself whenever it is read.
    public var microsecondsPerReading: Int64 = 0

    /// - Parameter wall: Microseconds since 1970.
    public init(wall: Int64 = 1_700_000_000_000_000) { instant = Instant(wall: wall, monotonic: 0) }

    /// The time to which it was moved.
    public func now() -> Instant {
        if microsecondsPerReading > 0 { advance(microseconds: microsecondsPerReading) }
        return instant
    }

    /// Moves both times on.
    public func advance(microseconds: Int64) {
        precondition(microseconds >= 0)
        instant.wall += microseconds
        instant.monotonic += microseconds
    }
}
