// Which encoding a list has, and where the nodes of a quicklist begin and end, command by command as redis 8.0 told it.

import Testing

@testable import UnderstudyEngine

@Suite struct ListShapesTests {
    /// Commands and what they left, recorded from redis 8.0.6 by OBJECT ENCODING and DUMP: of a listpack the number of elements, of
    /// a quicklist each node's number of elements and of bytes. `a*3` stands for `aaa`. By `list-max-listpack-size`.
    private static let recorded = [
        -2: """
        RPUSH k a*8185 -> listpack 1
        RPUSH k b -> quicklist 1/8199,1/10
        DEL k -> none
        RPUSH k a*8186 -> quicklist 1/8200
        DEL k -> none
        RPUSH k a*8192 -> quicklist 1/8206
        DEL k -> none
        RPUSH k a*8193 -> quicklist plain 1/8193
        LSET k 0 b -> listpack 1
        DEL k -> none
        RPUSH k a*4000 b*4100 -> listpack 2
        LPUSH k c*70 -> listpack 3
        LPUSH k d*30 -> quicklist 1/39,3/8191
        LPOP k -> quicklist 3/8191
        RPOP k -> listpack 2
        RPUSH k e*80 -> listpack 3
        LSET k 0 f -> listpack 3
        RPUSH k g*9000 -> quicklist 3/4097,plain 1/9000
        LSET k -1 h -> quicklist 3/4097,1/10
        RPUSH k a*4000 b*4000 c*4000 d*4000 -> quicklist 3/4097,3/8018,2/8015
        LINSERT k AFTER a*4000 i*4000 -> quicklist 4/8101,3/8018,2/8015
        LINSERT k BEFORE i*4000 j*9000 -> quicklist 2/4014,plain 1/9000,2/4094,3/8018,2/8015
        LINSERT k AFTER i*4000 l*8000 -> quicklist 2/4014,plain 1/9000,1/4011,2/8097,3/8018,2/8015
        LINSERT k BEFORE d*4000 m*4000 -> quicklist 2/4014,plain 1/9000,1/4011,2/8097,3/8018,2/8015,1/4011
        LREM k 1 j*9000 -> quicklist 2/4014,1/4011,2/8097,3/8018,2/8015,1/4011
        LREM k 0 h -> quicklist 2/4014,1/4011,2/8097,2/8015,2/8015,1/4011
        LTRIM k 1 -2 -> quicklist 1/4011,1/4011,2/8097,2/8015,2/8015
        LTRIM k 2 -1 -> quicklist 2/8097,2/8015,2/8015
        LSET k 0 n*2 -> quicklist 2/94,2/8015,2/8015
        LSET k -1 n*2 -> quicklist 2/94,2/8015,2/4015
        RPOP k 2 -> quicklist 2/94,2/8015
        LMOVE k k LEFT RIGHT -> quicklist 1/90,3/8019
        """,
        -1: """
        RPUSH k 1 2 3 4 5 6 7 a*2000 b*2000 8 9 10 11 12 c*2000 d*2000 -> quicklist 14/4039,2/4015
        LINSERT k BEFORE b*2000 e*2000 -> quicklist 9/4029,6/2021,2/4015
        LINSERT k AFTER 3 f*1000 -> quicklist 3/13,7/5027,6/2021,2/4015
        LINSERT k AFTER 4 g*5000 -> quicklist 3/13,2/1013,plain 1/5000,5/4021,6/2021,2/4015
        LINSERT k BEFORE 6 g*5000 -> quicklist 3/13,2/1013,plain 1/5000,1/9,plain 1/5000,4/4019,6/2021,2/4015
        RPOP k 8 -> quicklist 3/13,2/1013,plain 1/5000,1/9,plain 1/5000,4/4019
        LINSERT k BEFORE g*5000 h*5000 -> quicklist 3/13,2/1013,plain 1/5000,plain 1/5000,1/9,plain 1/5000,4/4019
        LREM k 1 h*5000 -> quicklist 3/13,2/1013,plain 1/5000,1/9,plain 1/5000,4/4019
        LINSERT k AFTER g*5000 13 -> quicklist 3/13,2/1013,plain 1/5000,2/11,plain 1/5000,4/4019
        LSET k 3 i*5000 -> quicklist 3/13,plain 1/5000,1/9,plain 1/5000,2/11,plain 1/5000,4/4019
        LSET k 0 j*5000 -> quicklist plain 1/5000,2/11,plain 1/5000,1/9,plain 1/5000,2/11,plain 1/5000,4/4019
        LSET k 0 14 -> quicklist 3/13,plain 1/5000,1/9,plain 1/5000,2/11,plain 1/5000,4/4019
        LSET k 1 k*3000 -> quicklist 3/3015,plain 1/5000,1/9,plain 1/5000,2/11,plain 1/5000,4/4019
        LSET k 2 k*3000 -> quicklist 3/6017,plain 1/5000,1/9,plain 1/5000,2/11,plain 1/5000,4/4019
        LREM k -1 g*5000 -> quicklist 3/6017,plain 1/5000,1/9,plain 1/5000,2/11,4/4019
        LREM k 1 g*5000 -> quicklist 3/6017,plain 1/5000,1/9,2/11,4/4019
        LPOP k 5 -> quicklist 2/11,4/4019
        RPUSH k 15 16 17 18 -> quicklist 2/11,8/4027
        LPUSH k l*4096 m*4097 -> quicklist plain 1/4097,1/4110,2/11,8/4027
        LTRIM k 3 6 -> quicklist 1/9,3/2015
        RPUSHX k n*3000 -> quicklist 1/9,3/2015,1/3011
        LTRIM k -3 -1 -> quicklist 2/2013,1/3011
        LTRIM k -1 -1 -> quicklist 1/3011
        """,
        5: """
        RPUSH k a b c d e -> listpack 5
        RPUSH k f -> quicklist 5/22,1/10
        RPUSH k g h i j k l -> quicklist 5/22,5/22,2/13
        LINSERT k BEFORE c x -> quicklist 3/16,3/16,5/22,2/13
        LINSERT k AFTER a y -> quicklist 4/19,3/16,5/22,2/13
        LINSERT k AFTER d z -> quicklist 4/19,4/19,5/22,2/13
        LINSERT k AFTER f y*9000 -> quicklist 4/19,4/19,1/10,plain 1/9000,4/19,2/13
        LSET k 2 w*8192 -> quicklist 4/8215,4/19,1/10,plain 1/9000,4/19,2/13
        LSET k 3 w*8193 -> quicklist 3/8212,plain 1/8193,5/22,plain 1/9000,4/19,2/13
        LREM k 0 w*8193 -> quicklist 3/8212,5/22,plain 1/9000,4/19,2/13
        LPOP k 4 -> quicklist 4/19,plain 1/9000,4/19,2/13
        RPOP k 3 -> quicklist 4/19,plain 1/9000,3/16
        LTRIM k -3 -1 -> quicklist 3/16
        LTRIM k -2 -1 -> listpack 2
        RPUSH k 1 2 3 -> listpack 5
        """,
        0: """
        RPUSH k a -> listpack 1
        RPUSH k b -> quicklist 1/10,1/10
        LPUSH k c -> quicklist 1/10,1/10,1/10
        LINSERT k AFTER a d -> quicklist 1/10,1/10,1/10,1/10
        LPOP k 2 -> quicklist 1/10,1/10
        RPOP k -> quicklist 1/10
        RPOP k -> none
        """,
    ]

    @Test(arguments: recorded.keys.sorted())
    func changeAsRecorded(fill: Int) throws {
        let configuration = Configuration()
        configuration.listMaxListpackSize = fill
        let test = TestEngine(configuration)
        let client = test.connect()
        for line in try #require(Self.recorded[fill]).split(separator: "\n") {
            let parts = line.split(separator: " -> ")
            client.send(parts[0].split(separator: " ").map(Self.expand))
            #expect(Self.shape(of: "k", in: test) == String(parts[1]), "after \(parts[0])")
        }
    }

    /// As redis 8.0.6 tells it.
    @Test func debugObject() {
        let configuration = Configuration()
        configuration.enableDebugCommand = .yes
        let client = TestEngine(configuration).connect()
        client.send(["RPUSH", "k"].map { Array($0.utf8) } + Array(repeating: Self.expand("a*100"), count: 500))
        let quicklist = " ql_nodes:7 ql_avg_node:71.43 ql_listpack_max:-2 ql_compressed:0 ql_uncompressed_size:51549|"
        #expect(client.send("DEBUG OBJECT k").hasSuffix(quicklist))
        client.send("LTRIM k 0 1")
        #expect(client.send("DEBUG OBJECT k").contains(" encoding:listpack "))
        #expect(client.send("DEBUG OBJECT k").hasSuffix(" lru_seconds_idle:0|"))
    }

    private static func expand(_ word: Substring) -> [UInt8] {
        let parts = word.split(separator: "*")
        guard parts.count == 2, let count = Int(parts[1]) else { return Array(word.utf8) }
        return Array(repeating: parts[0].utf8.first!, count: count)
    }

    private static func shape(of key: String, in test: TestEngine) -> String {
        guard let entry = Array(key.utf8).withBytes({ test.engine.databases[0].peek($0) }) else { return "none" }
        let list = entry.object(ListValue.self)
        if let broken = list.brokenInvariant { return broken }
        guard let quicklist = list.quicklist else { return "listpack \(list.count)" }
        let nodes = (0..<quicklist.nodes.count).map { quicklist.nodes[$0] }
        return "quicklist " + nodes.map { "\($0.isPlain ? "plain " : "")\($0.count)/\($0.size)" }.joined(separator: ",")
    }
}
