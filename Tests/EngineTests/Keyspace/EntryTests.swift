// An entry's layouts: what goes in comes out, in every representation, with and without an expiry, shared and alone.

import Testing

@testable import UnderstudyEngine

@Suite struct EntryTests {
    /// Makes an entry, hands it to `body` and frees it.
    private func withEntry(
        _ key: [UInt8], _ value: [UInt8], expiry: Int64? = nil, _ body: (Entry) throws -> Void
    ) rethrows {
        let entry = key.withBytes { key in value.withBytes { Entry(key: key, .bytes($0), expiry: expiry) } }
        defer { entry.release() }
        try body(entry)
    }

    @Test(arguments: [0, 1, 16, 511, 512, 513, 70_000], [nil, 0, 1_700_000_000_123, .max, .min] as [Int64?])
    func keepsWhatItIsGiven(length: Int, expiry: Int64?) {
        let value = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        for key in [[], [0], Array("key".utf8), (0...255).map { UInt8($0) }] {
            withEntry(key, value, expiry: expiry) { entry in
                #expect(entry.key.array == key && entry.stringBytes.array == value)
                #expect(entry.expiry == expiry && entry.hasExpiry == (expiry != nil))
                #expect(entry.type == .string)
                #expect(entry.representation == (length <= 512 ? .embedded : .buffer))
                #expect(entry.isRawString(in: .standard) == (length > 44) && !entry.isShared)
                #expect(entry.memoryUse >= key.count + length)
            }
        }
    }

    @Test(arguments: [0, 1, -1, .max, .min] as [Int])
    func keepsIntegers(value: Int) {
        let entry = Array("k".utf8).withBytes { Entry(key: $0, .integer(value), expiry: 5) }
        #expect(entry.representation == .integer && entry.integer == value && entry.expiry == 5)
        #expect(entry.withStringBytes { $0.array } == Array("\(value)".utf8))
        entry.release()
    }

    @Test func aNewExpiryIsSetInPlace() {
        withEntry([1], [2], expiry: 10) { entry in
            entry.setExpiryTime(.max)
            #expect(entry.expiry == .max && entry.key.array == [1] && entry.stringBytes.array == [2])
        }
    }

    // MARK: Overwriting

    @Test func overwritesWhatFits() {
        withEntry([1, 2, 3], [UInt8](repeating: 7, count: 40)) { entry in
            for length in [40, 0, 13, 40] {
                let value = (0..<length).map { UInt8($0) }
                #expect(value.withBytes { entry.overwrite(.bytes($0)) })
                #expect(entry.stringBytes.array == value && entry.key.array == [1, 2, 3])
            }
            let tooLong = [UInt8](repeating: 1, count: 400)
            #expect(!tooLong.withBytes { entry.overwrite(.bytes($0)) })
            #expect(!entry.overwrite(.integer(1)))
            #expect(entry.stringBytes.count == 40)
        }
    }

    /// However much room there is behind the value, it is the entry's own.
    @Test func roomIsOwned() {
        for length in 0..<64 {
            withEntry([9], [UInt8](repeating: 1, count: length)) { entry in
                var fitting = length
                while [UInt8](repeating: 2, count: fitting + 1).withBytes({ entry.overwrite(.bytes($0)) }) {
                    fitting += 1
                }
                // No more than malloc's rounding.
                #expect(fitting - length < 16)
                #expect(entry.stringBytes.array == [UInt8](repeating: 2, count: fitting) || fitting == length)
            }
        }
    }

    @Test func aPartOfItselfIsOverwrittenByItself() {
        withEntry([1], Array("abcdefgh".utf8)) { entry in
            #expect(entry.overwrite(.bytes(entry.stringBytes[3..<8])))
            #expect(entry.stringBytes.text == "defgh")
        }
    }

    @Test func whatIsSharedIsNotOverwritten() {
        withEntry([1], [2, 3]) { entry in
            entry.retain()
            #expect(entry.isShared && ![9].withBytes { entry.overwrite(.bytes($0)) })
            #expect(entry.stringBytes.array == [2, 3])
            entry.release()
            #expect(!entry.isShared && [9].withBytes { entry.overwrite(.bytes($0)) })
        }
        let integer = [1].withBytes { Entry(key: $0, .integer(1), expiry: nil) }
        #expect(integer.overwrite(.integer(2)) && integer.integer == 2)
        integer.retain()
        #expect(!integer.overwrite(.integer(3)) && integer.integer == 2)
        integer.release()
        integer.release()
    }

    @Test func rawStaysUntilOverwritten() {
        withEntry([1], [2]) { entry in
            #expect(!entry.isRawString(in: .standard))
            entry.markRaw()
            #expect(entry.isRawString(in: .standard))
            let copy = entry.copy(key: entry.key, expiry: 3)
            #expect(copy.isRawString(in: .standard))
            copy.release()
            _ = [5].withBytes { entry.overwrite(.bytes($0)) }
            #expect(!entry.isRawString(in: .standard))
        }
    }

    // MARK: Copies

    @Test(arguments: [nil, 77] as [Int64?], [nil, 88] as [Int64?])
    func copiesUnderAnotherKeyAndExpiry(old: Int64?, new: Int64?) {
        withEntry(Array("old".utf8), Array("value".utf8), expiry: old) { entry in
            entry.access = 1234
            let copy = Array("another".utf8).withBytes { entry.copy(key: $0, expiry: new) }
            #expect(copy.key.text == "another" && copy.stringBytes.text == "value")
            #expect(copy.expiry == new && copy.access == 1234 && entry.expiry == old)
            copy.release()
        }
    }

    /// A long string is shared by its copies until one of them is written.
    @Test func buffersAreSharedUntilWritten() {
        let value = [UInt8](repeating: 0x61, count: 600)
        withEntry([1], value) { entry in
            let copy = [2].withBytes { entry.copy(key: $0, expiry: nil) }
            #expect(copy.buffer === entry.buffer)
            copy.mutableBuffer().append(UInt8(0x62))
            #expect(copy.buffer !== entry.buffer)
            #expect(entry.stringBytes.array == value && copy.stringBytes.array == value + [0x62])
            // Both are alone now, and stay where they are.
            let (one, other) = (entry.buffer, copy.buffer)
            _ = consume one
            _ = consume other
            let before = ObjectIdentifier(copy.buffer)
            copy.mutableBuffer().append(UInt8(0x63))
            #expect(ObjectIdentifier(copy.buffer) == before)
            copy.release()
        }
    }

    /// The last reference frees what the value refers to, and only the last.
    @Test func releasesWhatItHolds() {
        weak var watched: ByteBuffer?
        var entry: Entry
        do {
            let buffer = ByteBuffer(capacity: 8)
            buffer.append("text")
            watched = buffer
            entry = [1].withBytes { Entry(key: $0, .buffer(buffer), expiry: nil) }
        }
        #expect(watched != nil)
        let copy = [2].withBytes { entry.copy(key: $0, expiry: 9) }
        entry.retain()
        entry.release()
        #expect(entry.stringBytes.text == "text")
        entry.release()
        #expect(watched != nil && copy.stringBytes.text == "text")
        copy.release()
        #expect(watched == nil)
        entry = [1].withBytes { Entry(key: $0, .integer(0), expiry: nil) }
        entry.release()
    }

    /// A small key and value cost what the header of the file says.
    @Test func smallKeysAreSmall() {
        withEntry([UInt8](repeating: 1, count: 16), [UInt8](repeating: 2, count: 16)) { entry in
            #expect(entry.memoryUse <= 64)
        }
    }
}
