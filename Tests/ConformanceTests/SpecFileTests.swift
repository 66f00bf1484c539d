// Reading spec files, and what the recorder makes of them.

import Testing
import UnderstudyEngine

@testable import UnderstudyConformance

@Suite struct SpecFileTests {
    static func file(_ text: String) throws -> SpecFile { try SpecFile(path: "Specs/strings/get.spec", text: text) }

    @Test func readsEveryKindOfLine() throws {
        let file = try Self.file(
            """
            # About.
            @recorded redis 8.0.6
            @config hz 10

            ## First
            @resp 2
            @settle 40ms
            @disposable
            @config requirepass "a b"
            > SET k "a b"
              +OK
            # In between.
            a> BLPOP l 0 \\
            a> PING
              (none)
            >> PING\\r\\n
              2| +PONG
              3| +PING
            a<
              :1
            >* SCAN @cursor
              *0
            @advance 100ms
            a<
              (closed)
            @close a

            ## Second
            > PING
            """)
        #expect(file.family == "strings" && file.name == "get" && file.recordedLine == 1)
        #expect(file.cases.map(\.title) == ["First", "Second"])
        let first = file.cases[0]
        #expect(first.line == 5 && first.runs(inRESP: 2) && !first.runs(inRESP: 3) && first.movesTime)
        #expect(first.options.settle == 40 && first.options.isDisposable)
        #expect(first.options.configuration.map(\.value) == ["10", "a b"])
        #expect(first.steps.map(\.line) == [10, 13, 16, 21, 23, 26])
        #expect(first.steps.map(\.client) == ["main", "a", "main", "main", nil, nil])
        #expect(first.steps[1].source.count == 2)
        #expect(first.steps[2].expected["main"]?.resp2 == ["+PONG"])
        #expect(first.steps[2].expected["main"]?.resp3 == ["+PING"])
        #expect(first.steps[2].expected["a"]?.resp2 == [":1"])
        #expect(first.steps[4].expected["a"]?.resp3 == ["(closed)"])
        #expect(first.steps[5].expected.isEmpty)
        let second = file.cases[1]
        #expect(second.options.configuration.map(\.name) == ["hz"] && !second.movesTime)
        #expect(second.steps[0].expected.isEmpty)
    }

    @Test(arguments: [
        ("> PING", "a step before the first case", 1), ("## A\n  +OK", "a reply without a request", 2),
        ("## A\n> PING\n  +OK\nwhat", "neither a request nor a reply: what", 4),
        ("## A\n@foo", "an unknown directive: @foo", 2), ("## A\n@advance 5", "no time in milliseconds: 5", 2),
        ("## A\n> PING\n  2| +OK\n  +OK", "either every line of a reply says which protocol it is of, or none", 4),
        ("## A\n> PING \\\nb> PING", "a backslash is followed by another request of the same client", 2),
        ("## A\n> \"", "an unbalanced quote", 2), ("## A\n>> \\q", "an unknown escape: \\q", 2),
        ("## A\n> PING\na<\nb<", "a delivery stands alone on its line, once for each client, above its reply", 3),
    ])
    func saysWhereAMistakeIs(_ text: String, _ message: String, _ line: Int) {
        #expect(throws: SpecError(message, line: line, path: "Specs/strings/get.spec")) { try Self.file(text) }
    }

    // MARK: The recorder

    static func arrival(_ wire: String, closed: Bool = false) -> Arrival {
        var inbox = Inbox()
        inbox.receive([UInt8](wire.utf8))
        if closed { inbox.close() }
        return inbox.take()
    }

    @Test func recordsWhatArrivedUnlessWhatStandsIsTrue() {
        let two = Self.arrival("*2\r\n$1\r\nb\r\n$1\r\na\r\n")
        func lines(_ before: [String]) -> [String] { Recorder.lines(for: two, before: before).lines }
        #expect(lines([]) == ["*2", "  $1 b", "  $1 a"])
        #expect(lines(["+OK"]) == ["*2", "  $1 b", "  $1 a"])
        #expect(lines(["unordered"]) == ["*2 unordered", "  $1 a", "  $1 b"])
        #expect(lines(["*2 unordered", "  $1 a", "  $1 b"]) == ["*2 unordered", "  $1 a", "  $1 b"])
        #expect(lines(["*1 unordered", "  $1 c"]) == ["*2 unordered", "  $1 a", "  $1 b"])
        #expect(lines(["?*each 1..3", "  ?$*"]) == ["?*each 1..3", "  ?$*"])
        #expect(Recorder.lines(for: Self.arrival(""), before: []).lines == ["(none)"])
        #expect(
            Recorder.lines(for: Self.arrival("-ERR x\r\n", closed: true), before: []).lines == ["-ERR x", "(closed)"])
    }

    @Test func leavesWrongAssertionsToAPerson() {
        let arrival = Self.arrival(":7\r\n")
        for before in [["?:1..5"], ["?:x"], ["*1", "  ?:1.."]] {
            let (lines, isRight) = Recorder.lines(for: arrival, before: before)
            #expect(lines == before && !isRight)
        }
    }

    @Test func tellsServersApart() {
        let ours = ServerIdentity(info: "# Server\r\nredis_version:8.0.6\r\nunderstudy_version:1.2\r\n")
        #expect(ours.description == "understudy 1.2")
        let valkey = ServerIdentity(info: "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.1\r\n")
        #expect(valkey.description == "valkey 8.1.1")
        #expect(ServerIdentity(info: "redis_version:7.0.15\r\n").description == "redis 7.0.15")
    }
}

@Suite struct ReportTests {
    static let report: Report = {
        func result(_ title: String, _ outcome: CaseResult.Outcome) -> CaseResult {
            CaseResult(
                file: "a/<b>.spec", family: "a", title: title, line: 3, resp: 2, outcome: outcome, duration: 1042)
        }
        let difference = Difference(
            file: "a/<b>.spec", line: 4, request: ["> GET \"k\""], client: "b", expected: ["*1", "  :1"],
            actual: ["*1", "  :2"])
        return Report(
            server: "redis 8.0.6",
            results: [result("one", .passed), result("two", .skipped("why")), result("three", .failed([difference]))])
    }()

    @Test func asText() {
        #expect(
            Self.report.rendered(as: .text) == """
                FAILED a/<b>.spec:3 three (RESP2)
                  a/<b>.spec:4
                    > GET "k"
                    client b received
                        *1
                      -   :1
                      +   :2

                skipped 1: why
                redis 8.0.6: 1 passed, 1 failed, 1 skipped

                """)
    }

    @Test func asJUnit() {
        let text = Self.report.rendered(as: .junit)
        #expect(text.contains(#"<testsuites tests="3" failures="1" skipped="1">"#))
        #expect(text.contains(#"<testsuite name="a/&lt;b&gt;.spec" tests="3">"#))
        #expect(text.contains(#"<testcase classname="a" name="one (RESP2)" time="1.042"/>"#))
        #expect(text.contains(#"<skipped message="why"/>"#))
        #expect(text.contains("&gt; GET &quot;k&quot;"))
    }

    @Test func asJSON() {
        let text = Self.report.rendered(as: .json)
        #expect(text.contains(#""server": "redis 8.0.6", "passed": 1, "failed": 1, "skipped": 1,"#))
        #expect(text.contains(##""request": ["> GET \"k\""]"##))
        #expect(text.contains(#""outcome": "skipped", "reason": "why""#))
        #expect(Report.json("a\u{1}\n\t\\") == #""a\u0001\n\t\\""#)
    }
}

@Suite struct OptionsTests {
    @Test func readsTheCommandLine() throws {
        let options = try Options(["localhost:6380", "--family", "lists", "--resp", "3", "--format", "json"])
        #expect(options.address?.host == "localhost" && options.address?.port == 6380)
        #expect(options.family == "lists" && options.resp == 3 && options.format == .json && !options.records)
        let recording = try Options(["--record", "--check", "--server", "/x", "--file", "get", "--specs", "S"])
        #expect(recording.records && recording.checks && recording.server == "/x" && recording.file == "get")
        #expect(try Options(["--help"]).showsHelp)
        #expect(try Options([":6379"]).address?.host == "127.0.0.1")
    }

    @Test(arguments: [
        ["--resp", "4"], ["--format", "xml"], ["--nothing"], ["a:b"], ["a"], ["--family"], ["a:1", "b:2"],
    ])
    func refuses(_ arguments: [String]) {
        #expect(throws: SpecError.self) { try Options(arguments) }
    }
}
