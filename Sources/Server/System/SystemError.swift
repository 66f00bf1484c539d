// SystemError: a system call that failed, with the reason that the system gives.
//
// Why it is unsafe inside: the C library hands out its texts through pointers. Why that is sound: one is copied into a buffer of a
// stated size, the other is a constant of the library's.
//
// Why it is unsafe inside: the C library writes the reason into a buffer. Why that is sound: the buffer is a local and its length given.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A failed system call.
public struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The call's name, as the log tells it: `bind`.
    public let call: String
    /// The value of `errno`, or of the function's own kind of error.
    public let code: Int32
    /// The system's text for the reason: `Address already in use`.
    public let reason: String

    /// The failure that `errno` tells of right now.
    init(_ call: String) { self.init(call, code: errno) }

    init(_ call: String, code: Int32) {
        self.call = call
        self.code = code
        var text = [CChar](repeating: 0, count: 256)
        let length = text.count
        // Glibc's module has the POSIX variant, which fills the buffer.
        _ = unsafe strerror_r(code, &text, length)
        reason = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A failure of the look-up of names, which has errors of its own.
    init(lookUp code: Int32) {
        call = ""
        self.code = code
        reason = unsafe gai_strerror(code).map { unsafe String(cString: $0) } ?? ""
    }

    /// Call and reason: `bind: Address already in use`.
    public var description: String { call.isEmpty ? reason : "\(call): \(reason)" }
}
