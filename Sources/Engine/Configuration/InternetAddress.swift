// InternetAddress: whether a text is an address of the internet, as the C library reads one.

enum InternetAddress {
    /// Four numbers up to 255, without zeros in front, parted by dots.
    static let isVersion4: @Sendable ([UInt8]) -> Bool = { text in
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { digits in
                1...3 ~= digits.count && digits.allSatisfy { $0 &- 0x30 < 10 }
                    && (digits.count == 1 || digits.first != UInt8(ascii: "0"))
                    && digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
            }
    }

    /// Eight groups of up to four hexadecimal digits, parted by colons; `::` once in place of groups of zeros, and the last two
    /// perhaps as an address of version 4.
    static let isVersion6: @Sendable ([UInt8]) -> Bool = { text in
        guard let gap = firstGap(in: text[...]) else { return groups(text[...]) == 8 }
        guard let before = groups(text[..<gap]), let after = groups(text[(gap + 2)...]) else { return false }
        return before + after <= 7
    }

    private static func firstGap(in text: ArraySlice<UInt8>) -> Int? {
        text.indices.dropLast().first { text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":") }
    }

    /// How many groups stand in `text`, nil if something else does.
    private static func groups(_ text: ArraySlice<UInt8>) -> Int? {
        if text.isEmpty { return 0 }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var count = parts.count
        for (index, part) in parts.enumerated() {
            let isGroup =
                1...4 ~= part.count
                && part.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
            if isGroup { continue }
            guard index == parts.count - 1, isVersion4(Array(part)) else { return nil }
            count += 1
        }
        return count
    }
}
