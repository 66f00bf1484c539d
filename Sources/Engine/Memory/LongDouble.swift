// LongDouble: the C library's `long double`, in which INCRBYFLOAT and HINCRBYFLOAT calculate.
//
// Why it is unsafe inside: reading and printing such a number is the C library's, by pointer. Why that is sound: the buffers end in a
// zero and outlive the calls.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

#if arch(x86_64) && !os(Windows)
    typealias LongDoubleValue = Float80
#else
    // Where the C library's long double has no type in Swift, the nearest one.
    typealias LongDoubleValue = Double
#endif

enum LongDouble {
    /// The number that these bytes spell, all of them; no NaN, no space before it.
    static func parse(_ bytes: Bytes) throws(CommandError) -> LongDoubleValue {
        // As the real server's buffer, which holds no longer number.
        guard bytes.count > 0, bytes.count < 5 * 1024, bytes[0] > 0x20 || bytes[0] == 0, bytes.firstIndex(of: 0) == nil
        else { throw .notAFloat }
        let text = unsafe bytes.buffer.map { CChar(bitPattern: $0) } + [0]
        let value: LongDoubleValue? = unsafe text.withUnsafeBufferPointer { buffer in
            var end: UnsafeMutablePointer<CChar>? = nil
            errno = 0
            #if arch(x86_64) && !os(Windows)
                let value = unsafe strtold(buffer.baseAddress!, &end)
            #else
                let value = unsafe strtod(buffer.baseAddress!, &end)
            #endif
            guard let end = unsafe end, unsafe end - UnsafeMutablePointer(mutating: buffer.baseAddress!) == bytes.count
            else { return nil }
            // Too large or too small for the type; infinity may be spelled out.
            if errno == ERANGE, value.isInfinite || value.isZero { return nil }
            return value
        }
        guard let value, !value.isNaN else { throw .notAFloat }
        return value
    }

    /// The number with up to 17 digits behind the point, none of them a trailing zero.
    static func text(_ value: LongDoubleValue) -> [UInt8] {
        #if arch(x86_64) && !os(Windows)
            var text = format("%.17Lf", value)
        #else
            var text = format("%.17f", value)
        #endif
        if text.contains(UInt8(ascii: ".")) {
            while text.last == UInt8(ascii: "0") { text.removeLast() }
            if text.last == UInt8(ascii: ".") { text.removeLast() }
        }
        return text == Array("-0".utf8) ? Array("0".utf8) : text
    }

    /// The number with up to 17 digits, in scientific notation where it is very large or small: not the shortest text, but the one that
    /// ZSCAN shows.
    static func generalText(_ value: Double) -> [UInt8] { format("%.17g", value) }

    /// The number with six digits behind the point.
    static func fixedText(_ value: Double) -> String { String(decoding: format("%f", value), as: UTF8.self) }

    private static func format(_ format: String, _ value: some CVarArg) -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: 5 * 1024)
        let count = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            unsafe withVaList([value]) { unsafe vsnprintf(buffer.baseAddress!, buffer.count, format, $0) }
        }
        return buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }
    }
}
