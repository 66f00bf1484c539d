// Numeral: numbers as text and text as numbers, as the C library has them, which the language leaves both to.
//
// Why it is unsafe inside: it calls the C library's formatting and parsing. Why that is sound: strings of the heap end in a zero byte;
// a format is made here from checked parts, names one argument of the type that is passed, and the result is cut to the buffer.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum Numeral {
    /// The number that a string stands for, blanks around it allowed; nil if it stands for none.
    static func parse(_ string: LuaString) -> Double? {
        if let whole = parseWhole(string) { return whole }
        return unsafe parse(string.base, end: string.base + string.count)
    }

    /// The common case: a few digits.
    @inline(__always) private static func parseWhole(_ string: LuaString) -> Double? {
        guard string.count > 0, string.count <= 15 else { return nil }
        var value = 0
        for index in 0..<string.count {
            let digit = unsafe string.base[index] &- 48
            if digit > 9 { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return Double(value)
    }

    /// The same of bytes that are not a string yet.
    static func parse(_ bytes: [UInt8]) -> Double? {
        unsafe (bytes + [0]).withUnsafeBufferPointer { buffer in
            unsafe parse(buffer.baseAddress.unsafelyUnwrapped, end: buffer.baseAddress.unsafelyUnwrapped + bytes.count)
        }
    }

    /// - Parameter start: Text that ends in a zero byte. What follows the first zero byte is not looked at.
    private static func parse(_ start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> Double? {
        let text = unsafe UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
        var rest: UnsafeMutablePointer<CChar>?
        var number = unsafe strtod(text, &rest)
        guard var place = unsafe UnsafePointer(rest), unsafe place != text else { return nil }
        if unsafe place.pointee == 0x78 || place.pointee == 0x58 {
            var rest: UnsafeMutablePointer<CChar>?
            number = Double(unsafe strtoul(text, &rest, 16))
            unsafe place = UnsafePointer(rest.unsafelyUnwrapped)
        }
        while unsafe Character.isSpace(UInt8(bitPattern: place.pointee)) { unsafe place += 1 }
        return unsafe place.pointee == 0 ? LuaValue(number).double : nil
    }

    /// The number that stands at `start` of a string, and where it ends; nil if none does.
    static func parsePrefix(_ string: LuaString, from start: Int) -> (number: Double, end: Int)? {
        precondition(start >= 0 && start <= string.count)
        let text = unsafe UnsafeRawPointer(string.base + start).assumingMemoryBound(to: CChar.self)
        var rest: UnsafeMutablePointer<CChar>?
        let number = unsafe strtod(text, &rest)
        guard let end = unsafe UnsafePointer(rest), unsafe end != text else { return nil }
        return unsafe (number, start + (end - text))
    }

    /// What `tonumber` makes of a string in a base other than ten; nil if it stands for no number.
    static func parse(_ string: LuaString, base: Int) -> Double? {
        let text = unsafe UnsafeRawPointer(string.base).assumingMemoryBound(to: CChar.self)
        var rest: UnsafeMutablePointer<CChar>?
        let number = unsafe strtoul(text, &rest, Int32(base))
        guard var place = unsafe UnsafePointer(rest), unsafe place != text else { return nil }
        while unsafe Character.isSpace(UInt8(bitPattern: place.pointee)) { unsafe place += 1 }
        return unsafe place.pointee == 0 ? Double(number) : nil
    }

    // MARK: Writing

    /// Calls `body` with a number as the language writes it: 14 digits at most.
    static func withText<Result>(_ number: Double, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe withUnsafeTemporaryAllocation(byteCount: 32, alignment: 1) { buffer in
            let count: Int
            if number.magnitude < 1e14, number == number.rounded(.towardZero), number != 0 || number.sign == .plus {
                count = unsafe writeWhole(Int(number), buffer)
            } else {
                count = unsafe withVaList([number]) { arguments in
                    Int(
                        unsafe vsnprintf(
                            buffer.baseAddress!.assumingMemoryBound(to: CChar.self), 32, "%.14g", arguments))
                }
            }
            return unsafe body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func writeWhole(_ number: Int, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        var (rest, count) = (number.magnitude, number < 0 ? 2 : 1)
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        rest = number.magnitude
        var index = count
        repeat {
            index -= 1
            unsafe buffer[index] = UInt8(48 + rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 { unsafe buffer[0] = UInt8(ascii: "-") }
        return count
    }

    /// A number in a format of the C library, whose conversion takes a double.
    static func format(_ format: [UInt8], _ number: Double) -> [UInt8] { self.format(format, [number]) }

    /// A whole number in a format of the C library, whose conversion takes a 64-bit integer (`%ld` and the like).
    static func format(_ format: [UInt8], _ number: Int) -> [UInt8] { self.format(format, [number]) }

    private static func format(_ format: [UInt8], _ arguments: [any CVarArg]) -> [UInt8] {
        // Flags, width and precision of two digits each, and the 309 digits of the greatest number.
        unsafe withUnsafeTemporaryAllocation(byteCount: 512, alignment: 1) { buffer in
            let text = unsafe buffer.baseAddress!.assumingMemoryBound(to: CChar.self)
            let count = unsafe withVaList(arguments) { list in
                unsafe (format + [0]).withUnsafeBytes { format in
                    unsafe vsnprintf(text, 512, format.baseAddress!.assumingMemoryBound(to: CChar.self), list)
                }
            }
            return unsafe [UInt8](UnsafeRawBufferPointer(rebasing: buffer[..<min(Int(count), 511)]))
        }
    }
}

extension Runtime {
    /// A number as the language writes it.
    func string(number: Double) -> LuaString { unsafe Numeral.withText(number) { unsafe string($0) } }
}

extension [UInt8] {
    /// Appends a string, or a number as the language writes it.
    mutating func append(_ text: LuaValue) {
        if text.isString {
            unsafe append(contentsOf: text.asString.bytes)
        } else {
            unsafe Numeral.withText(text.double) { unsafe append(contentsOf: $0) }
        }
    }

    /// Appends the bytes of a string in a range that lies within it.
    mutating func append(_ string: LuaString, _ range: Range<Int>) {
        unsafe append(contentsOf: UnsafeRawBufferPointer(rebasing: string.bytes[range]))
    }
}

/// The kinds of characters, as the C locale has them.
enum Character {
    @inline(__always) static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte &- 9 < 5 }
    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
    @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 }
    @inline(__always) static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
    @inline(__always) static func isControl(_ byte: UInt8) -> Bool { byte < 32 || byte == 127 }
    @inline(__always) static func isUpper(_ byte: UInt8) -> Bool { byte &- 65 < 26 }
    @inline(__always) static func isLower(_ byte: UInt8) -> Bool { byte &- 97 < 26 }
    @inline(__always) static func isPunctuation(_ byte: UInt8) -> Bool {
        byte > 32 && byte < 127 && !isAlphanumeric(byte)
    }
    static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 32) &- 97 < 6 }
    @inline(__always) static func lower(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 32 : byte }
    @inline(__always) static func upper(_ byte: UInt8) -> UInt8 { isLower(byte) ? byte & 0xDF : byte }
}
