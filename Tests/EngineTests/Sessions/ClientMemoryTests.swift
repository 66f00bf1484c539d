// maxmemory-clients: who goes when clients take too much together, in which order, and who stays.

import Testing

@testable import UnderstudyEngine

@Suite struct ClientMemoryTests {
    private let test: TestEngine
    private let administrator: TestClient

    init() throws {
        let configuration = Configuration()
        try configuration.set("maxmemory-clients", to: "1mb")
        test = TestEngine(configuration)
        administrator = test.connect()
        administrator.send("CLIENT NO-EVICT ON")
    }

    /// A client in the middle of a request of so many bytes.
    private func client(taking bytes: Int) -> TestClient {
        let client = test.connect()
        client.write(bytes: Array("*2\r\n$4\r\nECHO\r\n$\(bytes * 2)\r\n".utf8))
        client.write(bytes: [UInt8](repeating: 0x78, count: bytes))
        return client
    }

    private var evicted: String {
        let text = administrator.send("INFO stats")
        return text.split(separator: "|").first { $0.hasPrefix("evicted_clients:") }.map(String.init) ?? ""
    }

    /// As in the real server those of one bucket go in the order in which they came into it, not by their size.
    @Test func theHighestBucketGoesFirst() {
        let (small, first, second) = (client(taking: 20_000), client(taking: 140_000), client(taking: 130_000))
        #expect([small, first, second].map(\.isClosed) == [false, false, false])
        _ = client(taking: 900_000)
        #expect(evicted == "evicted_clients:1")
        #expect([small, first, second].map(\.isClosed) == [false, false, false])
        administrator.send("CONFIG SET maxmemory-clients 250000")
        test.deliver()
        #expect(first.isClosed && !second.isClosed && !small.isClosed)
        administrator.send("CONFIG SET maxmemory-clients 131072")
        test.deliver()
        #expect(second.isClosed && !small.isClosed)
        #expect(evicted == "evicted_clients:3")
    }

    @Test func whoIsSparedStaysWhateverItTakes() {
        let spared = test.connect()
        spared.send("CLIENT NO-EVICT ON")
        spared.write(bytes: Array("*2\r\n$4\r\nECHO\r\n$4000000\r\n".utf8) + [UInt8](repeating: 0x78, count: 3_000_000))
        let other = client(taking: 1000)
        // Others go for what it takes, and that does not help.
        #expect(other.isClosed && !spared.isClosed)
        #expect(administrator.send("PING") == "+PONG|")
    }

    @Test func unreadRepliesAndQueuedCommandsCount() {
        administrator.send("SET value \(String(repeating: "x", count: 100_000))")
        let reader = test.connect()
        reader.isReading = false
        for _ in 0..<20 { reader.write(["GET", "value"]) }
        #expect(reader.isClosed)
        let planner = test.connect()
        planner.send("MULTI")
        for _ in 0..<20 { planner.write(["SET", "key", String(repeating: "x", count: 100_000)]) }
        #expect(planner.isClosed)
        let subscriber = test.connect()
        subscriber.send("SUBSCRIBE channel")
        subscriber.isReading = false
        for _ in 0..<20 { administrator.send("PUBLISH channel \(String(repeating: "x", count: 100_000))") }
        #expect(subscriber.isClosed)
        #expect(evicted == "evicted_clients:3")
    }

    @Test func aPercentageIsOfMaxmemory() {
        administrator.send("CONFIG SET maxmemory-clients 1%")
        let large = client(taking: 2_000_000)
        // There is no limit to take a part of.
        #expect(!large.isClosed)
        administrator.send("CONFIG SET maxmemory 1gb")
        #expect(administrator.send("PING") == "+PONG|" && !large.isClosed)
        administrator.send("CONFIG SET maxmemory 50mb")
        test.deliver()
        #expect(large.isClosed)
        administrator.send("CONFIG SET maxmemory-clients 0")
        #expect(!client(taking: 5_000_000).isClosed)
    }

    /// What is counted is what the clients take, whatever they have done.
    @Test func theTotalIsTheSum() {
        administrator.send("CONFIG SET maxmemory-clients 1gb")
        var random = RandomSource(seed: 7)
        var clients: [TestClient] = []
        for _ in 0..<3000 {
            if clients.count < 10 { clients.append(test.connect()) }
            let index = random.next(below: clients.count)
            let client = clients[index]
            switch random.next(below: 10) {
            case 0: client.send("SUBSCRIBE a b c")
            case 1: client.send("MULTI")
            case 2: client.send("EXEC")
            case 3: client.isReading.toggle()
            case 4: administrator.send("PUBLISH a \(String(repeating: "x", count: random.next(below: 50_000)))")
            case 5: client.write(bytes: Array("*2\r\n$4\r\nECHO\r\n$90000\r\n".utf8))
            case 6: client.write(bytes: [UInt8](repeating: 0x78, count: random.next(below: 90_000)))
            case 7: client.send("RESET")
            case 8: client.send("CLIENT NO-EVICT \(random.next(below: 2) == 0 ? "ON" : "OFF")")
            default:
                client.disconnect()
                clients.remove(at: index)
            }
            clients.removeAll(where: \.isClosed)
            let sum = test.engine.sessions.values.reduce(0) { $0 + $1.memoryUse }
            #expect(test.engine.clientMemory.total == sum)
        }
    }
}
