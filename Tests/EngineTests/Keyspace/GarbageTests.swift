// What is freed elsewhere: large values that UNLINK, an asynchronous flush or a configured overwrite takes out of the keyspace.

import Testing

@testable import UnderstudyEngine

@Suite struct GarbageTests {
    private final class Elements: ValueObject {
        let elementCount: Int
        private let didFree: () -> Void

        init(_ count: Int, didFree: @escaping () -> Void) {
            elementCount = count
            self.didFree = didFree
        }

        deinit { didFree() }

        func copy() -> Self { self }
        var encodingName: StaticString { "quicklist" }
        var memoryUse: Int { 0 }
    }

    /// A database whose garbage is kept, with a list of `count` elements under `key`.
    private final class Yard {
        let database: Database
        var garbage: [Garbage] = []
        var freed = 0

        init(_ count: Int) {
            let context = KeyspaceContext(seed: 1)
            database = Database(index: 0, context: context)
            context.dispose = { [unowned self] in garbage.append($0) }
            put(count)
        }

        func put(_ count: Int) {
            let object = Elements(count) { [unowned self] in freed += 1 }
            "key".withBytes { database.put($0, .object(object, .list), at: database.locate($0)) }
        }

        func remove(lazily: Bool) { "key".withBytes { _ = database.remove($0, lazily: lazily) } }

        func freeGarbage() {
            garbage.forEach { $0.free() }
            garbage = []
        }
    }

    @Test func aLargeValueIsFreedElsewhere() {
        let yard = Yard(65)
        yard.remove(lazily: true)
        #expect(yard.database.count == 0 && yard.freed == 0)
        #expect(yard.database.context.freeing.pendingCount == 1)
        yard.freeGarbage()
        #expect(yard.freed == 1)
        #expect(yard.database.context.freeing.pendingCount == 0 && yard.database.context.freeing.freedCount == 1)
    }

    @Test(arguments: [(64, true), (65, false)])
    func othersAreFreedAtOnce(count: Int, lazily: Bool) {
        let yard = Yard(count)
        yard.remove(lazily: lazily)
        #expect(yard.freed == 1 && yard.garbage.isEmpty)
    }

    @Test func overwritingIsLazyIfConfigured() {
        let yard = Yard(1000)
        yard.put(1000)
        #expect(yard.freed == 1)
        yard.database.context.freesReplacedLazily = true
        yard.put(1000)
        #expect(yard.freed == 1 && yard.garbage.count == 1)
        yard.freeGarbage()
        #expect(yard.freed == 2)
        yard.remove(lazily: false)
    }

    @Test func aWholeDatabaseIsFreedElsewhere() {
        let yard = Yard(3)
        yard.database.removeAll(lazily: true)
        #expect(yard.database.count == 0 && yard.freed == 0)
        yard.put(3)
        yard.freeGarbage()
        #expect(yard.freed == 1 && yard.database.count == 1)
        yard.remove(lazily: false)
    }
}

extension String {
    fileprivate func withBytes(_ body: (Bytes) -> Void) { Array(utf8).withBytes(body) }
}
