// Descriptor: an open file, socket or event queue. It is closed exactly once, when its owner goes.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open descriptor, closed with its owner.
struct Descriptor: ~Copyable {
    let number: Int32

    /// Takes over `number`, or fails with the reason that `call` left in `errno`.
    init(_ number: Int32, from call: String) throws(SystemError) {
        guard number >= 0 else { throw SystemError(call) }
        self.number = number
    }

    deinit { close(number) }
}
