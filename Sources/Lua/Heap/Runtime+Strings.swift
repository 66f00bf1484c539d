// Making strings. Short ones are looked up first: there is only one of each.
//
// Why it is unsafe inside: the bytes are written behind the header of a new string. Why that is sound: the allocation is made for
// their count, and nobody has the string before it is filled.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Runtime {
    /// The string of these bytes. O(n).
    func string(_ bytes: UnsafeRawBufferPointer) -> LuaString {
        let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(pointer)
        return unsafe string(base.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    func string(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> LuaString {
        if count <= LuaString.shortLimit { return unsafe shortString(bytes, count) }
        let string = longString(count: count)
        unsafe memcpy(string.base, bytes, count)
        return string
    }

    /// A string of `count` bytes that the caller writes at once; more than a short one has.
    func longString(count: Int) -> LuaString {
        let string = unsafe LuaString(allocate(LuaString.size(count: count), .string))
        unsafe string.pointer.pointee.count = count
        unsafe string.pointer.pointee.hash = o.hashing.rawValue
        unsafe string.base[count] = 0
        return string
    }

    func string(_ text: StaticString) -> LuaString { unsafe string(text.utf8Start, text.utf8CodeUnitCount) }

    func string(_ bytes: [UInt8]) -> LuaString { unsafe bytes.withUnsafeBytes { unsafe string($0) } }

    func string(_ bytes: ArraySlice<UInt8>) -> LuaString { unsafe bytes.withUnsafeBytes { unsafe string($0) } }

    func string(_ text: String) -> LuaString {
        var text = text
        return text.withUTF8 { unsafe string(UnsafeRawBufferPointer($0)) }
    }

    /// The bytes of `string` in a range that lies within it, as a string.
    func substring(_ string: LuaString, _ range: Range<Int>) -> LuaString {
        precondition(range.lowerBound >= 0 && range.upperBound <= string.count)
        if range.count == string.count { return string }
        return unsafe self.string(string.base + range.lowerBound, range.count)
    }

    /// The strings one behind the other; `count` bytes in all.
    func concat(count: Int, _ parts: some Sequence<LuaString>) -> LuaString {
        if count > LuaString.shortLimit {
            let whole = longString(count: count)
            unsafe LuaString.copy(parts, to: whole.base)
            return whole
        }
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: LuaString.shortLimit) { buffer in
            let base = unsafe buffer.baseAddress.unsafelyUnwrapped
            unsafe LuaString.copy(parts, to: base)
            return unsafe shortString(base, count)
        }
    }

    /// A string of `count` equal bytes.
    func string(count: Int, repeating byte: UInt8) -> LuaString {
        if count > LuaString.shortLimit {
            let string = longString(count: count)
            unsafe memset(string.base, Int32(byte), count)
            return string
        }
        return string([UInt8](repeating: byte, count: count))
    }

    private func shortString(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> LuaString {
        let hash = unsafe o.hashing.hash(bytes, count)
        let bucket = unsafe pointer.pointee.strings + Int(hash & UInt32(truncatingIfNeeded: o.stringCapacity - 1))
        var next = unsafe bucket.pointee
        while let header = unsafe next {
            let string = unsafe LuaString(UnsafeMutableRawPointer(header))
            if unsafe string.pointer.pointee.hash == hash && string.count == count
                && memcmp(string.base, bytes, count) == 0
            {
                return string
            }
            unsafe next = header.pointee.next
        }
        return unsafe addShort(bytes, count, hash)
    }

    private func addShort(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ hash: UInt32) -> LuaString {
        if o.stringCount >= o.stringCapacity { growStrings() }
        let size = LuaString.size(count: count)
        guard let memory = unsafe malloc(size) else { fatalError("out of memory") }
        o.bytes &+= size
        let bucket = unsafe pointer.pointee.strings + Int(hash & UInt32(truncatingIfNeeded: o.stringCapacity - 1))
        let header = unsafe Header(next: bucket.pointee, kind: .string, flags: 1, trait: true)
        let string = unsafe LuaString(memory)
        unsafe string.pointer.initialize(to: LuaString.Layout(header: header, hash: hash, count: count))
        unsafe memcpy(string.base, bytes, count)
        unsafe string.base[count] = 0
        unsafe bucket.pointee = memory.assumingMemoryBound(to: Header.self)
        o.stringCount += 1
        return string
    }

    private func growStrings() {
        let (old, capacity) = unsafe (pointer.pointee.strings, o.stringCapacity)
        let new = UnsafeMutablePointer<UnsafeMutablePointer<Header>?>.allocate(capacity: capacity * 2)
        unsafe new.initialize(repeating: nil, count: capacity * 2)
        for index in 0..<capacity {
            var next = unsafe old[index]
            while let header = unsafe next {
                unsafe next = header.pointee.next
                let hash = unsafe LuaString(UnsafeMutableRawPointer(header)).hash
                let bucket = Int(hash & UInt32(truncatingIfNeeded: capacity * 2 - 1))
                unsafe header.pointee.next = new[bucket]
                unsafe new[bucket] = header
            }
        }
        unsafe old.deallocate()
        unsafe pointer.pointee.strings = new
        o.stringCapacity = capacity * 2
    }
}

extension LuaString {
    fileprivate static func copy(_ parts: some Sequence<LuaString>, to base: UnsafeMutablePointer<UInt8>) {
        var target = unsafe base
        for part in parts {
            unsafe memcpy(target, part.base, part.count)
            unsafe target += part.count
        }
    }
}

extension LuaString {
    func contains(byte: UInt8) -> Bool { firstIndex(ofByte: byte, from: 0) != nil }

    /// Where `byte` first stands at or behind `start`; nil if nowhere.
    func firstIndex(ofByte byte: UInt8, from start: Int) -> Int? {
        guard start < count, let found = unsafe memchr(base + start, Int32(byte), count - start) else { return nil }
        return unsafe UnsafeRawPointer(base).distance(to: found)
    }

    /// Where `part` first stands at or behind `start`; nil if nowhere. O(n) for parts that begin with a rare byte.
    func firstIndex(of part: LuaString, from start: Int) -> Int? {
        if part.count == 0 { return start }
        var place = start
        while count - place >= part.count {
            let room = count - place - part.count + 1
            guard let found = unsafe memchr(base + place, Int32(part.base[0]), room) else { return nil }
            place = unsafe UnsafeRawPointer(base).distance(to: found)
            if unsafe memcmp(base + place, part.base, part.count) == 0 { return place }
            place += 1
        }
        return nil
    }
}
