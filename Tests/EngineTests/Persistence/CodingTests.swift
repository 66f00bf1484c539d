// The checksum, the compression and the older structures of dumps.

import Testing

@testable import UnderstudyEngine

@Suite struct CodingTests {
    @Test func theChecksumIsThatOfJones() {
        #expect(CRC64.of(Bytes("123456789")) == 0xE9C6_D914_C4B8_D9CA)
        var checksum = CRC64()
        for part in ["1", "23456", "", "789"] { part.withBytes { checksum.update($0) } }
        #expect(checksum.value == 0xE9C6_D914_C4B8_D9CA)
    }

    /// Strings of few letters, long and short, come back; those that would not become shorter are left alone.
    @Test(arguments: 0..<4 as Range<UInt64>)
    func compressedStringsComeBack(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let (compressor, decompressor) = (LZF(), LZF())
        var compressed = 0
        for _ in 0..<300 {
            let letters = 1 + random.next(below: 256)
            let text = (0..<random.next(below: 3000)).map { _ in UInt8(random.next(below: letters)) }
            text.withBytes { text in
                guard let short = compressor.compress(text) else { return }
                compressed += 1
                #expect(short.count <= text.count - 4)
                let long = decompressor.decompress(short, count: text.count)
                #expect(long.map { $0 == text } == true)
                #expect(decompressor.decompress(short, count: text.count + 1) == nil)
                #expect(decompressor.decompress(short, count: text.count - 1) == nil)
            }
            withExtendedLifetime((compressor, decompressor)) {}
        }
        #expect(compressed > 10)
    }

    /// As redis 8.0 compressed it.
    @Test func theCompressedFormIsTheRealServers() {
        let lzf = LZF()
        let text = Array("the same words, the same words, the same words".utf8)
        let short = text.withBytes { text in lzf.compress(text).map(\.array) }
        #expect(short == Array("\u{10}the same words, t".utf8) + [0xE0, 0x12, 0x0F, 0x01] + Array("ds".utf8))
    }

    @Test func whateverIsDecompressedStaysWithinItsBounds() {
        var random = RandomSource(seed: 1)
        let lzf = LZF()
        for _ in 0..<20_000 {
            let bytes = (0..<random.next(below: 24)).map { _ in UInt8(random.next(below: 256)) }
            bytes.withBytes { _ = lzf.decompress($0, count: random.next(below: 300)) }
        }
    }

    /// A ziplist of every kind of element, and each of its bytes changed in turn.
    @Test func ziplistsAreReadAndChecked() {
        let elements: [UInt8] =
            [0, 0x02, 0x61, 0x62, 4, 0xF1, 2, 0xFE, 0x80, 3, 0xC0, 0x00, 0x80, 4, 0xF0, 0, 0, 0x80]
            + [5, 0xD0, 0, 0, 0, 0x80, 6, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x80]
        let size = UInt8(11 + elements.count)
        let ziplist = [size, 0, 0, 0, UInt8(10 + 24), 0, 0, 0, 7, 0] + elements + [0xFF]
        let texts = ["ab", "0", "-128", "-32768", "-8388608", "-2147483648", "-9223372036854775808"]
        let read = ziplist.withBytes { Listpack(ziplist: $0) }
        #expect(read.map(CodingTests.texts) == texts)
        for place in ziplist.indices {
            for value in [0, 1, 0x40, 0x80, 0xC0, 0xFE, 0xFF] as [UInt8] {
                var damaged = ziplist
                damaged[place] = value
                let read = damaged.withBytes { Listpack(ziplist: $0) }
                #expect(read?.brokenInvariant == nil)
                #expect(damaged == ziplist || place >= 10 || read == nil)
            }
        }
        for count in 0..<ziplist.count {
            #expect(Array(ziplist.prefix(count)).withBytes { Listpack(ziplist: $0) } == nil)
        }
    }

    @Test func zipmapsAreReadAndChecked() {
        let zipmap: [UInt8] = [2, 1, 0x61, 2, 1, 0x78, 0x79, 0, 1, 0x62, 0, 0, 0xFF]
        let read = zipmap.withBytes { Listpack(zipmap: $0) }
        #expect(read.map(CodingTests.texts) == ["a", "xy", "b", ""])
        for count in 0..<zipmap.count {
            #expect(Array(zipmap.prefix(count)).withBytes { Listpack(zipmap: $0) } == nil)
        }
        for place in zipmap.indices {
            for value in [0, 1, 3, 0x40, 0xFD, 0xFE, 0xFF] as [UInt8] {
                var damaged = zipmap
                damaged[place] = value
                #expect(damaged.withBytes { Listpack(zipmap: $0) }?.brokenInvariant == nil)
            }
        }
    }

    private static func texts(of listpack: Listpack) -> [String] {
        var texts: [String] = []
        listpack.forEach(from: listpack.start) { _, element in
            texts.append(element.withBytes(\.text))
            return true
        }
        return texts
    }
}
