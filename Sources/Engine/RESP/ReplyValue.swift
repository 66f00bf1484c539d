// A reply as a value: what a client sees of the bytes that a server wrote.
//
// Guarantee: two values are equal exactly when the bytes they were parsed from are equal. Nothing is normalised: RESP2
// and RESP3 forms stay apart, a double keeps its digits, a map keeps its order. `ReplyParser` upholds this by refusing
// every spelling of a number other than the canonical one.

/// One complete RESP2 or RESP3 reply.
package indirect enum ReplyValue: Equatable, Sendable {
    /// `+OK`
    case simpleString([UInt8])
    /// `-ERR text`
    case error([UInt8])
    /// `:42`
    case integer(Int64)
    /// `$3` and its bytes
    case bulk([UInt8])
    /// `$-1`, RESP2's missing string
    case nullBulk
    /// `*2` and its elements
    case array([ReplyValue])
    /// `*-1`, RESP2's missing array
    case nullArray
    /// `_`
    case null
    /// `#t` or `#f`
    case boolean(Bool)
    /// `,3.14`: the digits as written, since two spellings of one number are two replies
    case double([UInt8])
    /// `(3492890328409238509324850943850943825024385`
    case bigNumber([UInt8])
    /// `!21` and its bytes
    case bulkError([UInt8])
    /// `=15`: the three letters of the format, and the text after the colon
    case verbatim(format: [UInt8], text: [UInt8])
    /// `%2`
    case map([Pair])
    /// `~2`
    case set([ReplyValue])
    /// `>2`: out of band, the answer to no request
    case push([ReplyValue])
    /// `|1`: remarks on the reply that follows them
    case attributed([Pair], ReplyValue)

    /// A key of a map, and what it stands for.
    package struct Pair: Equatable, Sendable {
        package var key: ReplyValue
        package var value: ReplyValue

        package init(key: ReplyValue, value: ReplyValue) {
            self.key = key
            self.value = value
        }
    }
}

/// Bytes that are no reply.
package struct ReplyParseError: Error, Equatable, CustomStringConvertible {
    /// What was wrong, in words.
    package var description: String

    package init(_ description: String) { self.description = description }
}
