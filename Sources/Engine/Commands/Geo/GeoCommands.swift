// The commands that add positions and tell of those that are there. Positions are scores of a sorted set (Geohash.swift).

enum GeoCommands {
    static func geoadd(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 2)
        var options: ZAddOptions = []
        while !cursor.isAtEnd {
            if cursor.skip("nx") {
                options.insert(.onlyNew)
            } else if cursor.skip("xx") {
                options.insert(.onlyExisting)
            } else if cursor.skip("ch") {
                options.insert(.countsChanges)
            } else {
                break
            }
        }
        let start = cursor.index
        let profile = session.engine.profile
        guard cursor.remaining.isMultiple(of: 3), !options.isSuperset(of: [.onlyNew, .onlyExisting]) else {
            throw .syntax
        }
        try SortedSetCommands.add(session, arguments[1], cursor.remaining / 3, options) {
            (index) throws(CommandError) in
            let place = start + index * 3
            return (Geohash(try GeoPosition(arguments, at: place, profile)).score, arguments[place + 2])
        }
    }

    static func geopos(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let sortedSet = try session.sortedSet(arguments[1])
        session.reply.array(arguments.count - 2)
        for index in 2..<arguments.count {
            if let score = sortedSet?.score(of: arguments[index]) {
                session.reply.position(Geohash(score: score).center)
            } else {
                session.reply.nullArray()
            }
        }
    }

    static func geohash(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let sortedSet = try session.sortedSet(arguments[1])
        session.reply.array(arguments.count - 2)
        for index in 2..<arguments.count {
            if let score = sortedSet?.score(of: arguments[index]) {
                session.reply.bulk(Geohash.text(ofScore: score))
            } else {
                session.reply.null()
            }
        }
    }

    static func geodist(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count <= 5 else { throw .syntax }
        let unit = arguments.count == 5 ? try arguments[4].parseGeoUnit() : 1
        guard let sortedSet = try session.sortedSet(arguments[1]),
            let first = sortedSet.score(of: arguments[2]), let second = sortedSet.score(of: arguments[3])
        else { return session.reply.null() }
        session.reply.distance(Geohash(score: first).center.distance(to: Geohash(score: second).center) / unit)
    }
}

extension GeoPosition {
    /// Reads a longitude and a latitude, at `index` and behind it.
    init(_ arguments: Arguments, at index: Int, _ profile: Profile) throws(CommandError) {
        self.init(
            longitude: try arguments[index].parseScore(in: profile),
            latitude: try arguments[index + 1].parseScore(in: profile))
        guard isValid else {
            throw CommandError(
                "ERR invalid longitude,latitude pair \(LongDouble.fixedText(longitude)),\(LongDouble.fixedText(latitude))"
            )
        }
    }
}

extension Bytes {
    /// How many metres the unit that this argument names has.
    func parseGeoUnit() throws(CommandError) -> Double {
        if matches("m") { return 1 }
        if matches("km") { return 1000 }
        if matches("ft") { return 0.3048 }
        if matches("mi") { return 1609.34 }
        throw CommandError("ERR unsupported unit provided. please use M, KM, FT, MI")
    }
}

extension ReplyWriter {
    /// A longitude and a latitude.
    func position(_ position: GeoPosition) {
        array(2)
        for coordinate in [position.longitude, position.latitude] {
            if profile.repliesPositionsAsDoubles {
                double(coordinate)
            } else {
                double(String(decoding: LongDouble.text(LongDoubleValue(coordinate)), as: UTF8.self))
            }
        }
    }

    /// A distance with four digits behind the point: a bulk string in either protocol.
    func distance(_ value: Double) {
        // The scaled value is what is rounded, as in the real server, ties going to the even digit.
        let scaled = Int((value * 10_000).rounded(.toNearestOrEven))
        let fraction = String(scaled.magnitude % 10_000)
        bulk(
            (scaled < 0 ? "-" : "") + String(scaled.magnitude / 10_000) + "."
                + String(repeating: "0", count: 4 - fraction.utf8.count) + fraction)
    }
}
