// Damaged dumps: whatever is done to a file or a payload, it is refused or read; nothing crashes, and what is read is sound.
//
// `UNDERSTUDY_DAMAGED_FILES=10000 swift test --filter DamageTests` tries more than a run of all tests does.

import Foundation
import Testing

@testable import UnderstudyEngine

@Suite struct DamageTests {
    /// How many files each seed damages.
    private static let files =
        ProcessInfo.processInfo.environment["UNDERSTUDY_DAMAGED_FILES"].flatMap { Int($0) } ?? 160

    /// A dataset of all types and encodings, large and small.
    private static let requests = [
        "set s hello", "set i 12345", "set long \(String(repeating: "many-words-", count: 40))", "set v x px 100000",
        "rpush l a b 1 2 300 -70000", "zadd z 1 a 2.5 b inf c",
        "rpush many \((0..<400).map { "element:\($0)" }.joined(separator: " "))",
        "zadd large \((0..<200).map { "\($0 * $0) member:\($0)" }.joined(separator: " "))",
        "pfadd p a b c", "sadd numbers 1 -300 70000", "sadd words a b 3", "hset h f v g 1", "hset he f v g 1",
        "hpexpire he 100000 fields 1 g", "xadd x 1-1 f v g w", "xadd x 2-1 f v g w", "xadd x 3-1 other y",
        "xgroup create x group 0", "xreadgroup group group me count 2 streams x >", "xdel x 2-1",
        "sadd members \((0..<200).map { "member:\($0)" }.joined(separator: " "))",
        "hset fields \((0..<600).map { "field:\($0) \($0)" }.joined(separator: " "))",
        "hset timed \((0..<600).map { "field:\($0) \($0)" }.joined(separator: " "))",
        "hpexpire timed 100000 fields 2 field:1 field:2", "select 1", "set other 1",
        "rpush big \(String(repeating: "x", count: 9000)) y",
        "vadd vectors values 3 1 2 3 a setattr {}", "vadd vectors values 3 -1 2 0.5 b", "vadd vectors values 3 0 0 1 c",
        "vadd reduced reduce 2 values 3 1 2 3 a noquant", "vadd signs values 3 1 -2 3 a bin m 5",
        "vadd signs values 3 1 2 3 b bin m 5",
    ]

    private static func server(_ directives: [String: String] = [:]) throws -> (TestEngine, DetachedHost) {
        let configuration = Configuration()
        try configuration.set("dir", to: "/data")
        for (name, value) in directives { try configuration.set(name, to: value) }
        let host = DetachedHost()
        return (TestEngine(configuration, host: host), host)
    }

    /// A file of the dataset.
    private static func file() throws -> [UInt8] {
        let (server, host) = try server()
        let client = server.connect()
        for request in requests { #expect(!client.send(request).hasPrefix("-"), "\(request)") }
        #expect(client.send("save") == "+OK|")
        return try #require(host.dumps["/data/dump.rdb"])
    }

    @Test func theFileIsRead() throws {
        let file = try Self.file()
        let (server, host) = try Self.server()
        host.dumps["/data/dump.rdb"] = file
        #expect(server.engine.loadAtStart() == nil)
        let client = server.connect()
        #expect(client.send("dbsize") == ":17|")
        #expect(client.send("get i") == "$5|12345|")
        #expect(client.send("pttl v") == ":100000|")
        #expect(client.send("lrange l 0 -1") == "*6|$1|a|$1|b|$1|1|$1|2|$3|300|$6|-70000|")
        #expect(client.send("zrange z 0 -1 withscores") == "*6|$1|a|$1|1|$1|b|$3|2.5|$1|c|$3|inf|")
        #expect(client.send("info persistence").contains("|rdb_last_load_keys_loaded:22|"))
    }

    /// With a checksum every damage is found, but for what stands in no key's way.
    @Test(arguments: 0..<3 as Range<UInt64>)
    func damagedFilesAreRefused(seed: UInt64) throws {
        let file = try Self.file()
        var random = RandomSource(seed: seed)
        var refused = 0
        for _ in 0..<Self.files {
            let damaged = Self.damage(file, &random)
            let (server, host) = try Self.server()
            host.dumps["/data/dump.rdb"] = damaged
            let client = server.connect()
            client.send("set kept 1")
            if server.engine.loadAtStart() != nil {
                refused += 1
                #expect(client.send("get kept") == "$1|1|")
            }
        }
        // What is put behind the end is not looked at.
        #expect(refused > Self.files * 9 / 10)
    }

    /// Without one a file is believed as far as it makes sense: then all of it does.
    @Test(arguments: 0..<3 as Range<UInt64>)
    func unsignedFilesAreSound(seed: UInt64) throws {
        let file = try Self.file()
        var random = RandomSource(seed: seed)
        var read = 0
        for _ in 0..<Self.files {
            let (server, host) = try Self.server(["rdbchecksum": "no"])
            host.dumps["/data/dump.rdb"] = Self.damage(file, &random)
            guard server.engine.loadAtStart() == nil else { continue }
            read += 1
            let broken = Self.brokenInvariant(of: server.engine)
            #expect(broken == nil)
            let client = server.connect()
            #expect(client.send("save") == "+OK|")
        }
        #expect(read > 0)
    }

    /// Payloads whose checksum fits whatever stands in them.
    @Test(arguments: 0..<3 as Range<UInt64>)
    func damagedPayloadsAreSound(seed: UInt64) throws {
        let (server, _) = try Self.server()
        let client = server.connect()
        for request in Self.requests where request != "select 1" { client.send(request) }
        let payloads = [
            "s", "i", "long", "l", "z", "many", "large", "p", "numbers", "words", "h", "he", "x", "members", "fields",
            "timed", "vectors", "reduced", "signs",
        ].map { key in
            client.write(["dump", key])
            let reply = client.receivedBytes()
            let start = reply.firstIndex(of: 0x0A)! + 1
            return Array(reply[start..<reply.count - 12])
        }
        var random = RandomSource(seed: seed)
        var restored = 0
        for _ in 0..<Self.files * 4 {
            var payload = Self.damage(payloads[random.next(below: payloads.count)], &random) + [12, 0]
            let checksum = payload.withBytes { CRC64.of($0) }
            for index in 0..<8 { payload.append(UInt8(truncatingIfNeeded: checksum >> UInt64(8 * index))) }
            let reply = client.send([Array("restore".utf8), Array("r".utf8), Array("0".utf8), payload])
            guard reply == "+OK|" else {
                #expect(reply == "-ERR Bad data format|")
                continue
            }
            restored += 1
            #expect(Self.brokenInvariant(of: server.engine) == nil)
            #expect(!client.send("dump r").hasPrefix("-"))
            #expect(client.send("del r") == ":1|")
        }
        #expect(restored > 0)
    }

    // MARK: Damaging

    /// One kind of damage, or a few: bits and bytes that change, go, come or are repeated elsewhere, and ends that are missing.
    private static func damage(_ bytes: [UInt8], _ random: inout RandomSource) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.next(below: 3) where bytes.count > 12 {
            let place = random.next(below: bytes.count)
            switch random.next(below: 7) {
            case 6:
                let start = random.next(below: bytes.count)
                let piece = bytes[start..<min(bytes.count, start + 1 + random.next(below: 200))]
                bytes.replaceSubrange(place..<min(bytes.count, place + random.next(below: 200)), with: piece)
            case 0: bytes[place] ^= 1 << UInt8(random.next(below: 8))
            case 1: bytes[place] = UInt8(random.next(below: 256))
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(below: 8)))
            case 3: bytes.insert(UInt8(random.next(below: 256)), at: place)
            case 4: bytes.removeLast(min(bytes.count - 1, 1 + random.next(below: 40)))
            default:
                // A length that promises more than there is.
                bytes[place] = [0x80, 0x81, 0xC3, 0xFF, 0xF0][random.next(below: 5)]
            }
        }
        return bytes
    }

    /// What is wrong with a value of an engine, or nil.
    private static func brokenInvariant(of engine: Engine) -> String? {
        var broken: String?
        for database in engine.databases {
            database.table.forEach { entry in
                if entry.representation == .object, entry.anyObject.elementCount == 0, entry.type != .stream {
                    broken = "an empty value"
                }
                switch entry.type {
                case .list: broken = broken ?? entry.object(ListValue.self).brokenInvariant
                case .sortedSet: broken = broken ?? entry.object(SortedSetValue.self).brokenInvariant
                case .set: broken = broken ?? entry.object(SetValue.self).brokenInvariant
                case .hash: broken = broken ?? entry.object(HashValue.self).brokenInvariant
                case .stream: broken = broken ?? entry.object(StreamValue.self).brokenInvariant
                case .vectorSet: broken = broken ?? entry.object(VectorSet.self).brokenInvariant
                case .string: break
                }
            }
            if !database.table.invariantsHold { return "the table" }
        }
        return broken
    }
}
