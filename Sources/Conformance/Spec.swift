// The spec format: requests, and the replies that a real server gave to them, as a text that is read and written by hand.
//
//     # A comment. The first ones say what the file is about.
//     @recorded redis 8.0.6                     which server the replies are from; the recorder writes this line
//
//     ## BLPOP waits for an element              a case: it begins with no keys and no connections
//     > RPUSH list a "b\x00c"                    a request, quoted as redis-cli quotes
//       :2                                       its reply, one token of the wire a line, indented by two spaces
//     > LRANGE list 0 -1
//       *2                                       the elements of an aggregate are two spaces deeper
//         $1 a
//         $3 b\x00c
//     > INCRBYFLOAT n 1.5 \                      a backslash: the next request leaves in the same write
//     > HELLO 3
//     a> BLPOP empty 0                           a request by client a; `>` alone is client main
//       (none)                                   no reply, and the connection stays open
//     > RPUSH empty x
//       :1
//     a<                                         what came for client a, who had asked for nothing just now
//       *2
//         $5 empty
//         $1 x
//     > HGETALL hash
//       2| *2                                    where the protocols differ, each line says which it is of
//       2|   $1 f
//       2|   $1 v
//       3| %1
//       3|   $1 f
//       3|   $1 v
//     >> *1\r\n$x\r\n                            bytes as they are, escapes undone: malformed, inline or in pieces
//       -ERR Protocol error: invalid bulk length
//       (closed)                                 then the server closed the connection
//     >* SCAN @cursor COUNT 10                   asked again until the cursor is 0; the distinct elements, sorted
//       *1
//         $4 list
//     @advance 100ms                             lets time pass
//     @close a                                   client a hangs up
//
// A line that begins with `?`, or says `unordered`, asserts less than exact bytes: see `ReplyPattern`. In a request, the
// bare words `@id:a`, `@addr:a` and `@laddr:a` stand for what CLIENT INFO says of client a.
//
// These lines apply to the case they are in, or to every case when they come before the first:
//
//     @config NAME VALUE     the server runs with this directive; `compat` names the release whose replies these are
//     @resp 2                the case is for one protocol, whose HELLO it says itself if it needs another
//     @settle 40ms           the case pauses all clients: what has come after this time is what counts
//     @disposable            the server does not outlive the case
//
// What another release answers otherwise stands in a file of its own, `Variants/RELEASE/FAMILY/COMMAND.spec` beside the folder of
// the specs: the same cases, by title, and of each only the requests whose replies differ, in their order. (So that it is plain
// which is meant of requests that are the same, those before it stand there too.) Everything else holds in that release as well.
//
//     @skip REASON           in a case: the release cannot play it
//     @instead               before the first case: the release lacks the command; these cases take the place of all others
//
// `scripts/record-specs --server PATH` with a server of that release writes these files.
//
// Blank lines and comments may stand anywhere but inside a reply. Guarantee: a file that is read and recorded again without
// a change in the server's answers is the same to the byte.

/// A spec file: its cases, and its lines as they stand, for the recorder.
struct SpecFile: Sendable {
    var path: String
    /// The name of the folder it is in.
    var family: String
    /// The name of the file, without its extension.
    var name: String
    var lines: [String]
    /// The index of the line that begins with `@recorded`.
    var recordedLine: Int?
    /// Whether its cases take the place of those that it is a variant of.
    var isInstead = false
    var cases: [SpecCase]
}

/// One case: steps that begin from a clean state.
struct SpecCase: Sendable {
    var title: String
    /// The line of its title, counted from one.
    var line: Int
    var options: Options
    var steps: [SpecStep] = []

    struct Options: Sendable {
        var configuration: [Directive] = []
        var resp: Int?
        /// In milliseconds.
        var settle: Int?
        var isDisposable = false
        /// Why a release cannot play the case.
        var skip: String?
    }

    /// The directive that names a release: ours starts in its profile, a real server is that release or is left alone.
    static let profileDirective = "compat"

    struct Directive: Sendable, Hashable {
        var name: String
        var value: String
    }

    /// Whether the case needs a clock that can be moved.
    var movesTime: Bool {
        options.settle != nil || steps.contains { if case .advance = $0.stimulus { true } else { false } }
    }

    func runs(inRESP resp: Int) -> Bool { options.resp == nil || options.resp == resp }
}

/// Something that happens, and what is expected to come of it.
struct SpecStep: Sendable {
    var stimulus: Stimulus
    /// The stimulus as the file spells it.
    var source: [String]
    /// Its first line, counted from one.
    var line: Int
    /// The indices of the lines that say what is expected.
    var expectedLines: Range<Int>
    /// What each client is to receive.
    var expected: [String: Expectation] = [:]

    enum Stimulus: Sendable {
        /// Requests that leave in one write.
        case requests(client: String, [Request])
        /// A request that is repeated with the cursor that it returns.
        case scan(client: String, [[UInt8]])
        case advance(milliseconds: Int)
        case close(client: String)
    }

    enum Request: Sendable {
        case arguments([[UInt8]])
        case raw([UInt8])
    }

    /// The client whose request this is.
    var client: String? {
        switch stimulus {
        case .requests(let client, _), .scan(let client, _): client
        case .advance, .close: nil
        }
    }
}

/// What one client receives in one step.
struct Expectation: Sendable, Equatable {
    /// The lines for each protocol; the same ones when the protocols agree.
    var resp2: [String] = []
    var resp3: [String] = []

    func lines(resp: Int) -> [String] { resp == 2 ? resp2 : resp3 }
}
