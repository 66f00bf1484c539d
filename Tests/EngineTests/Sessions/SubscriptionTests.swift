// Subscribers in numbers, slow ones, and those that are gone. What they are sent is in the specs.

import Testing

@testable import UnderstudyEngine

@Suite struct SubscriptionTests {
    @Test func tenThousandSubscribersGetOneMessageEach() {
        let server = TestEngine()
        let clients = (0..<10_000).map { _ in server.connect() }
        for (index, client) in clients.enumerated() {
            if index.isMultiple(of: 2) { client.send("HELLO 3") }
            client.send("SUBSCRIBE news")
        }
        let publisher = server.connect()
        #expect(publisher.send("PUBLISH news x") == ":10000|")
        for (index, client) in clients.enumerated() {
            let start = index.isMultiple(of: 2) ? ">" : "*"
            #expect(client.received() == start + "3|$7|message|$4|news|$1|x|")
        }
        for client in clients { client.disconnect() }
        #expect(publisher.send("PUBLISH news x") == ":0|")
        #expect(publisher.send("PUBSUB CHANNELS") == "*0|")
        #expect(server.engine.context.subscriptions.sessionCount == 0)
    }

    @Test func subscribersGetMessagesInTheOrderInWhichTheySubscribed() {
        let server = TestEngine()
        let clients = (0..<100).map { _ in server.connect() }
        for client in clients.reversed() { client.send("SUBSCRIBE news") }
        clients[50].send("UNSUBSCRIBE")
        clients[50].send("SUBSCRIBE news")
        "*3\r\n$7\r\nPUBLISH\r\n$4\r\nnews\r\n$1\r\nx\r\n".withBytes {
            server.engine.receive($0, from: server.connect().session)
        }
        var order: [Int] = []
        server.engine.drainOutput { session in order.append(session.id) }
        let expected = clients.map(\.session.id).reversed().filter { $0 != clients[50].session.id }
        #expect(order.dropLast() == (expected + [clients[50].session.id])[...])
    }

    @Test func manySubscriptionsOfOneClientEndAtOnce() {
        let server = TestEngine()
        let client = server.connect()
        for index in 0..<10_000 { client.write(["SUBSCRIBE", "channel:\(index)"]) }
        #expect(client.received().hasSuffix("$12|channel:9999|:10000|"))
        #expect(server.connect().send("PUBSUB NUMSUB channel:5000") == "*2|$12|channel:5000|:1|")
        #expect(client.send("UNSUBSCRIBE").hasSuffix("$12|channel:9999|:0|"))
        #expect(client.send("GET x") == "$-1|")
    }

    // MARK: Slow clients

    private func limitSubscribers(_ client: TestClient, _ limits: String) {
        client.write(["CONFIG", "SET", "client-output-buffer-limit", "pubsub " + limits])
        #expect(client.received() == "+OK|")
    }

    @Test func aSlowSubscriberIsCutOffAndTheOthersAreNot() {
        let server = TestEngine()
        let (slow, quick, publisher) = (server.connect(), server.connect(), server.connect())
        limitSubscribers(publisher, "1000 0 0")
        slow.send("SUBSCRIBE news")
        quick.send("SUBSCRIBE news")
        slow.isReading = false
        var told = 0
        for _ in 0..<100 where !slow.isClosed {
            told += 1
            publisher.send("PUBLISH news 0123456789")
        }
        // Each message takes 44 bytes.
        #expect(told == 1000 / 44 + 1)
        #expect(slow.isClosed && !quick.isClosed)
        #expect(publisher.send("PUBLISH news x") == ":1|")
        #expect(quick.received().split(separator: "*").count == told + 1)
        #expect(publisher.send("INFO stats").contains("client_output_buffer_limit_disconnections:1|"))
    }

    @Test func aSubscriberMayPassTheSoftLimitForAWhile() {
        let server = TestEngine()
        let (slow, publisher) = (server.connect(), server.connect())
        limitSubscribers(publisher, "0 100 3")
        slow.send("SUBSCRIBE news")
        slow.isReading = false
        for _ in 0..<5 { publisher.send("PUBLISH news 0123456789") }
        server.pass(milliseconds: 2900)
        #expect(!slow.isClosed)
        // Reading in time starts the count anew.
        slow.isReading = true
        _ = slow.received()
        server.pass(milliseconds: 1000)
        slow.isReading = false
        for _ in 0..<5 { publisher.send("PUBLISH news 0123456789") }
        server.pass(milliseconds: 2900)
        #expect(!slow.isClosed)
        server.pass(milliseconds: 1200)
        #expect(slow.isClosed)
        #expect(publisher.send("PUBLISH news x") == ":0|")
        // Nobody is above a limit any more: nothing is left to look after.
        #expect(server.engine.nextDeadline == nil)
    }

    @Test func normalClientsAreNotHeldToTheLimitOfSubscribers() {
        let server = TestEngine()
        let client = server.connect()
        limitSubscribers(client, "100 0 0")
        #expect(client.send("ECHO " + String(repeating: "x", count: 1000)).count == 1007)
        client.isReading = false
        client.send("ECHO " + String(repeating: "x", count: 1000))
        #expect(!client.isClosed)
        client.isReading = true
        client.send("SUBSCRIBE c")
        #expect(client.send("PING " + String(repeating: "x", count: 1000)) == "" && client.isClosed)
    }

    @Test func whoIsAboutToBeClosedIsSentNothing() {
        let server = TestEngine()
        let (leaving, publisher) = (server.connect(), server.connect())
        leaving.send("SUBSCRIBE c")
        leaving.isReading = false
        leaving.send("QUIT")
        publisher.send("PUBLISH c x")
        leaving.isReading = true
        #expect(leaving.received() == "+OK|")
    }
}

@Suite struct KeyspaceEventTests {
    /// A server that tells of everything, and a client that hears it.
    private func listen() -> (TestEngine, TestClient, TestClient) {
        let server = TestEngine()
        let (client, listener) = (server.connect(), server.connect())
        client.send("CONFIG SET notify-keyspace-events KEAnm")
        listener.send("PSUBSCRIBE __keyspace*")
        return (server, client, listener)
    }

    /// The events that a listener has heard of: key and name.
    private func events(_ listener: TestClient) -> [String] {
        listener.received().split(separator: "*4|").map { message in
            let parts = message.split(separator: "|", omittingEmptySubsequences: false)
            return parts[5].dropFirst("__keyspace@0__:".count) + " " + parts[7]
        }
    }

    @Test func keysThatAreDueAreToldOfWhenTheClockIsMoved() {
        let (server, client, listener) = listen()
        for index in 0..<600 { client.write(["SET", "k\(index)", "v", "PX", "\(1000 + index)"]) }
        #expect(events(listener).count == 1800)
        server.advance(milliseconds: 500)
        #expect(events(listener) == [])
        server.pass(milliseconds: 1000)
        #expect(events(listener) == (0..<500).map { "k\($0) expired" })
        // In one leap, however many there are.
        server.advance(milliseconds: 10_000)
        #expect(events(listener) == (500..<600).map { "k\($0) expired" })
    }

    @Test func aKeyThatIsDueAndLookedForExpiresBeforeItIsMissed() {
        let (server, client, listener) = listen()
        server.engine.activeExpiryIsOn = false
        client.send("SET k v PX 100")
        _ = events(listener)
        server.advance(milliseconds: 200)
        #expect(events(listener) == [])
        client.send("GET k")
        #expect(events(listener) == ["k expired", "k keymiss"])
    }

    @Test func nobodyIsToldOfAnythingByDefault() {
        let server = TestEngine()
        let (client, listener) = (server.connect(), server.connect())
        listener.send("PSUBSCRIBE *")
        client.send("SET k v")
        client.send("DEL k")
        #expect(listener.received() == "")
    }
}
