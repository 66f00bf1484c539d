// The queue of deadlines: in order, and no larger than those who wait.

import Testing

@testable import UnderstudyEngine

@Suite struct TimeoutQueueTests {
    @Test(arguments: 0..<5 as Range<UInt64>)
    func comesOutInOrder(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var queue = TimeoutQueue()
        var model: [Int64] = []
        for step in 0..<2000 {
            if random.next(below: 3) > 0 {
                let time = Int64(random.next(below: 300))
                queue.add(time, session: step) { _, _ in true }
                model.append(time)
            } else {
                let now = Int64(random.next(below: 300))
                let due = model.min().flatMap { $0 <= now ? $0 : nil }
                #expect(queue.removeFirst(dueBy: now)?.time == due)
                if let due { model.remove(at: model.firstIndex(of: due)!) }
            }
            #expect(queue.first == model.min() && queue.count == model.count)
        }
    }

    /// A worker that waits for an hour and is served at once, again and again, leaves no trail of deadlines.
    @Test func servedClientsLeaveNoDeadlines() {
        let test = TestEngine()
        let (worker, producer, patient) = (test.connect(), test.connect(), test.connect())
        patient.send("BLPOP other 7200")
        for _ in 0..<1000 {
            worker.send("BLPOP jobs 3600")
            producer.send("RPUSH jobs 1")
            #expect(worker.received() == "*2|$4|jobs|$1|1|")
        }
        #expect(test.engine.timeouts.count <= 70)
        test.pass(milliseconds: 7_200_000)
        #expect(patient.received() == "*-1|" && test.engine.timeouts.count == 0)
    }

    /// Who is tried in vain waits on with the deadline that it had, once.
    @Test func retriesKeepTheirDeadline() {
        let test = TestEngine()
        let (first, second, producer) = (test.connect(), test.connect(), test.connect())
        first.send("BLPOP k 10")
        second.send("BLPOP k 5")
        for _ in 0..<100 {
            producer.send("MULTI")
            producer.send("RPUSH k 1")
            producer.send("LPOP k")
            producer.send("EXEC")
            test.pass(milliseconds: 10)
        }
        #expect(test.engine.timeouts.count == 2)
        test.pass(milliseconds: 3999)
        #expect(second.received() == "")
        test.pass(milliseconds: 1)
        #expect(second.received() == "*-1|" && first.received() == "")
        test.pass(milliseconds: 5000)
        #expect(first.received() == "*-1|")
    }
}
