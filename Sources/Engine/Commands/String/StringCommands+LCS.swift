// LCS: the longest common subsequence of two strings.

extension StringCommands {
    static func lcs(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (first, second) = (session.database.lookUp(arguments[1]), session.database.lookUp(arguments[2]))
        if first.map({ $0.type != .string }) == true || second.map({ $0.type != .string }) == true {
            throw CommandError("ERR The specified keys must contain string values")
        }
        let options = try LCSOptions(arguments)
        let left = first?.withStringBytes { $0.array } ?? []
        let right = second?.withStringBytes { $0.array } ?? []
        // The table of lengths takes four bytes a pair of positions.
        let (cells, overflow) = (left.count + 1).multipliedReportingOverflow(by: right.count + 1)
        guard left.count < Int(UInt32.max) - 1, right.count < Int(UInt32.max) - 1, !overflow else {
            throw CommandError("ERR String too long for LCS")
        }
        guard cells <= session.engine.configuration.protoMaxBulkLength / 4 else {
            throw CommandError("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len")
        }
        let result = LongestCommonSubsequence(left, right)
        if options.wantsMatches {
            reply(result, options, to: session.reply)
        } else if options.wantsLength {
            session.reply.integer(result.length)
        } else {
            session.reply.bulk(result.bytes)
        }
    }

    private static func reply(_ result: LongestCommonSubsequence, _ options: LCSOptions, to reply: ReplyWriter) {
        let matches = result.matches.filter { options.minimumLength == 0 || $0.count >= options.minimumLength }
        reply.map(2)
        reply.bulk("matches")
        reply.array(matches.count)
        for match in matches {
            reply.array(options.showsLength ? 3 : 2)
            for start in [match.left, match.right] {
                reply.array(2)
                reply.integer(start)
                reply.integer(start + match.count - 1)
            }
            if options.showsLength { reply.integer(match.count) }
        }
        reply.bulk("len")
        reply.integer(result.length)
    }
}

private struct LCSOptions {
    var wantsLength = false
    var wantsMatches = false
    var showsLength = false
    var minimumLength = 0

    init(_ arguments: Arguments) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 3)
        while !cursor.isAtEnd {
            if cursor.skip("idx") {
                wantsMatches = true
            } else if cursor.skip("len") {
                wantsLength = true
            } else if cursor.skip("withmatchlen") {
                showsLength = true
            } else if cursor.skip("minmatchlen", before: 1) {
                minimumLength = max(0, try cursor.next().parseInteger())
            } else {
                throw .syntax
            }
        }
        if wantsLength, wantsMatches {
            throw CommandError("ERR If you want both the length and indexes, please just use IDX.")
        }
    }
}

/// The textbook table of lengths, walked back from its last corner. O(n m) time and memory.
struct LongestCommonSubsequence {
    struct Match {
        var left: Int
        var right: Int
        var count: Int
    }

    private(set) var bytes: [UInt8] = []
    /// Runs that both have in common, the last first.
    private(set) var matches: [Match] = []

    var length: Int { bytes.count }

    init(_ left: [UInt8], _ right: [UInt8]) {
        let width = right.count + 1
        var lengths = [UInt32](repeating: 0, count: (left.count + 1) * width)
        for row in stride(from: 1, through: left.count, by: 1) {
            for column in stride(from: 1, through: right.count, by: 1) {
                let place = row * width + column
                if left[row - 1] == right[column - 1] {
                    lengths[place] = lengths[place - width - 1] + 1
                } else {
                    lengths[place] = max(lengths[place - width], lengths[place - 1])
                }
            }
        }
        var (row, column) = (left.count, right.count)
        while row > 0, column > 0 {
            if left[row - 1] == right[column - 1] {
                row -= 1
                column -= 1
                bytes.append(left[row])
                if let last = matches.last, last.left == row + 1, last.right == column + 1 {
                    matches[matches.count - 1] = Match(left: row, right: column, count: last.count + 1)
                } else {
                    matches.append(Match(left: row, right: column, count: 1))
                }
            } else if lengths[(row - 1) * width + column] > lengths[row * width + column - 1] {
                row -= 1
            } else {
                column -= 1
            }
        }
        bytes.reverse()
    }
}
