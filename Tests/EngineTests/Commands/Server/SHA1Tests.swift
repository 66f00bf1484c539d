// SHA-1 by the examples of its standard, and by lengths around a block.

import Testing

@testable import UnderstudyEngine

@Suite struct SHA1Tests {
    private func hexadecimal(_ text: String) -> String {
        Array(text.utf8).withBytes { SHA1.digest($0).hexadecimal }
    }

    @Test func examples() {
        #expect(hexadecimal("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(hexadecimal("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(
            hexadecimal("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                == "84983e441c3bd26ebaae4aa1f95129e5e54670f1")
    }

    @Test(arguments: [
        (55, "cef734ba81a024479e09eb5a75b6ddae62e6abf1"), (56, "901305367c259952f4e7af8323f480d59f81335b"),
        (64, "bb2fa3ee7afb9f54c6dfb5d021f14b1ffe40c163"),
    ]) func lengthsAroundABlock(length: Int, digest: String) {
        #expect(hexadecimal(String(repeating: "x", count: length)) == digest)
    }
}
