// Argument vectors, borrowed and stored.

import Testing

@testable import UnderstudyEngine

@Suite struct ArgumentsTests {
    private static let words: [[UInt8]] = [Array("SET".utf8), [], [0, 13, 10], [UInt8](repeating: 7, count: 1000)]

    @Test func storedVectorsLast() {
        let stored = StoredArguments(Self.words)
        let again = stored.withArguments { StoredArguments($0) }
        again.withArguments { arguments in
            #expect(arguments.count == 4 && arguments.byteCount == 1006)
            #expect((0..<4).map { arguments[$0].array } == Self.words)
            let rest = arguments.dropFirst(2)
            #expect(rest.count == 2 && rest[0].array == [0, 13, 10] && arguments.dropFirst(4).count == 0)
        }
        #expect(again.memoryUse >= 1006)
    }

    @Test func vectorsOfEmptyWords() {
        StoredArguments([[], []]).withArguments { #expect($0.count == 2 && $0[0].isEmpty && $0[1].isEmpty) }
    }

    /// Options are passed over in any case, and only where enough follows them.
    @Test func cursors() throws {
        let words = ["SET", "k", "v", "Ex", "10", "NX", "GET"].map { Array($0.utf8) }
        StoredArguments(words).withArguments { arguments in
            var cursor = ArgumentCursor(arguments, from: 3)
            #expect(!cursor.skip("px", before: 1) && cursor.skip("ex", before: 1))
            #expect((try? cursor.next())?.text == "10" && cursor.skip("nx") && cursor.remaining == 1)
            #expect(!cursor.skip("get", before: 1) && cursor.skip("get") && cursor.isAtEnd && !cursor.skip("get"))
            #expect(throws: CommandError.self) { try cursor.next() }
        }
    }
}
