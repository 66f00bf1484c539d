// The player of a case: sends what its steps say and gathers what comes back.
//
// It knows neither what is expected nor what stands behind the driver, so that the runner and the recorder see a server in
// exactly the same way.

import UnderstudyEngine

/// A server with clients connected to it.
protocol SpecDriver: AnyObject {
    /// Connects a client.
    func open(_ client: String) throws
    /// Writes bytes from a client. That the server has closed the connection is no error: it shows in what arrives.
    func send(_ bytes: [UInt8], from client: String) throws
    /// Hangs up.
    func close(_ client: String) throws
    /// Lets time pass.
    func advance(milliseconds: Int) throws
    /// Waits until the server is at rest and returns what each client received since the last call. `awaited` says how much
    /// of it is expected, for drivers that have to wait.
    func settle(awaiting awaited: [String: Awaited]) throws -> [String: Arrival]
}

/// How much a client is expected to receive.
struct Awaited {
    var replies: Int
    var closure: Bool
    /// Whether nothing is known of the reply, not even that there is one: worth a short wait only.
    var isGuess = false
}

/// What cannot be continued: the server is gone or does not answer.
struct DriverError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }

    /// What is said of a server that does not start.
    static let endsAtOnce = "ends as soon as it is started"
}

struct CasePlayer {
    let specCase: SpecCase
    let resp: Int
    let driver: any SpecDriver
    /// What CLIENT INFO says of each client, if the case refers to it.
    private var facts: [String: [String: String]] = [:]
    private var connected: Set<String> = []

    init(_ specCase: SpecCase, resp: Int, driver: any SpecDriver) {
        self.specCase = specCase
        self.resp = resp
        self.driver = driver
    }

    /// Plays every step; `observe` is told what each client received in it, and says whether to go on.
    mutating func play(_ observe: (SpecStep, [String: Arrival]) throws -> Bool) throws {
        // All at once and at first, so that a request may refer to a client that speaks later.
        for step in specCase.steps {
            if let client = step.client, connected.insert(client).inserted { try open(client) }
        }
        for step in specCase.steps {
            guard try observe(step, try play(step)) else { return }
        }
    }

    private mutating func play(_ step: SpecStep) throws -> [String: Arrival] {
        switch step.stimulus {
        case .requests(let client, let requests):
            var bytes: [UInt8] = []
            for request in requests {
                switch request {
                case .arguments(let arguments): bytes += SpecText.multibulk(try arguments.map(resolved))
                case .raw(let raw): bytes += raw
                }
            }
            try driver.send(bytes, from: client)
        case .scan(let client, let arguments):
            return [client: try scan(client, arguments)]
        case .advance(let milliseconds): try driver.advance(milliseconds: milliseconds)
        case .close(let client): try driver.close(client)
        }
        return try driver.settle(awaiting: step.awaited(resp: resp)).filter { !$0.value.isEmpty }
    }

    private mutating func open(_ client: String) throws {
        try driver.open(client)
        if resp == 3, let greeting = try ask(client, ["HELLO", "3"]), case .error(let text) = greeting {
            throw DriverError("HELLO 3: \(SpecText.escape(text))")
        }
        if specCase.refersToClients, let reply = try ask(client, ["CLIENT", "INFO"]) {
            facts[client] = ClientFacts.parse(reply)
        }
    }

    private func ask(_ client: String, _ arguments: [String]) throws -> ReplyValue? {
        try driver.send(SpecText.multibulk(arguments.map { [UInt8]($0.utf8) }), from: client)
        return try driver.settle(awaiting: [client: Awaited(replies: 1, closure: false)])[client]?.replies.first
    }

    /// The argument with `@id:a` and its like replaced.
    private func resolved(_ argument: [UInt8]) throws -> [UInt8] {
        guard let (field, client) = ClientFacts.reference(argument) else { return argument }
        guard let value = facts[client]?[field] else { throw DriverError("CLIENT INFO says no \(field) of \(client)") }
        return [UInt8](value.utf8)
    }

    /// Repeats a request from cursor to cursor, and returns the distinct elements as one sorted array.
    private func scan(_ client: String, _ arguments: [[UInt8]]) throws -> Arrival {
        var cursor = [UInt8]("0".utf8)
        var elements: Set<[UInt8]> = []
        // Far more pages than any spec has elements: a cursor that never ends is a fault to be shown.
        for _ in 0..<10_000 {
            let request = arguments.map { $0 == [UInt8]("@cursor".utf8) ? cursor : $0 }
            try driver.send(SpecText.multibulk(request), from: client)
            let arrival =
                try driver.settle(awaiting: [client: Awaited(replies: 1, closure: false)])[client] ?? Arrival()
            guard arrival.replies.count == 1, case .array(let reply) = arrival.replies[0], reply.count == 2,
                case .bulk(let next) = reply[0], case .array(let page) = reply[1]
            else { return arrival }
            for case .bulk(let element) in page { elements.insert(element) }
            cursor = next
            if cursor == [UInt8(ascii: "0")] {
                let sorted = elements.sorted { $0.lexicographicallyPrecedes($1) }
                return Arrival(replies: [.array(sorted.map(ReplyValue.bulk))])
            }
        }
        throw DriverError("the cursor never came back to 0")
    }
}

/// What CLIENT INFO says, and how requests refer to it.
enum ClientFacts {
    static func reference(_ argument: [UInt8]) -> (field: String, client: String)? {
        let text = String(decoding: argument, as: UTF8.self)
        for field in ["id", "addr", "laddr"] where text.hasPrefix("@\(field):") {
            return (field, String(text.dropFirst(field.count + 2)))
        }
        return nil
    }

    static func parse(_ reply: ReplyValue) -> [String: String] {
        let text: [UInt8]
        switch reply {
        case .bulk(let bytes), .verbatim(_, let bytes): text = bytes
        default: return [:]
        }
        var facts: [String: String] = [:]
        for word in String(decoding: text, as: UTF8.self).split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let pair = word.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { facts[String(pair[0])] = String(pair[1]) }
        }
        return facts
    }
}

extension SpecCase {
    /// Whether a request refers to what CLIENT INFO says.
    fileprivate var refersToClients: Bool {
        steps.contains { step in
            guard case .requests(_, let requests) = step.stimulus else { return false }
            return requests.contains { request in
                guard case .arguments(let arguments) = request else { return false }
                return arguments.contains { ClientFacts.reference($0) != nil }
            }
        }
    }
}

extension SpecStep {
    /// How much each client is expected to receive.
    fileprivate func awaited(resp: Int) -> [String: Awaited] {
        var awaited = expected.compactMapValues { expectation in
            let pattern = try? ArrivalPattern(expectation.lines(resp: resp))
            return pattern.map { Awaited(replies: $0.replies.count, closure: $0.isClosed) }
        }
        // What has not been recorded may come late: a server may answer from another thread.
        if let client, awaited[client] == nil { awaited[client] = Awaited(replies: 1, closure: false, isGuess: true) }
        return awaited
    }
}
