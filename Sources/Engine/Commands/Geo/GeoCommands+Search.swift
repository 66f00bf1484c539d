// The commands that find members within a shape, and store them.

extension GeoCommands {
    static func geosearch(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try search(session, arguments, source: 1, .shape)
    }

    static func geosearchstore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try search(session, arguments, source: 2, .shapeAndStore)
    }

    static func georadius(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try search(session, arguments, source: 1, .aroundPosition(stores: true))
    }

    static func georadiusRo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try search(session, arguments, source: 1, .aroundPosition(stores: false))
    }

    static func georadiusbymember(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try search(session, arguments, source: 1, .aroundMember(stores: true))
    }

    static func georadiusbymemberRo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try search(session, arguments, source: 1, .aroundMember(stores: false))
    }

    private static func search(
        _ session: Session, _ arguments: Arguments, source: Int, _ form: GeoSearch.Form
    ) throws(CommandError) {
        let sortedSet = try session.sortedSet(arguments[source])
        let search = try GeoSearch(arguments, form, in: sortedSet, session.engine.profile)
        guard let sortedSet else {
            guard let target = search.target else { return session.reply.array(0) }
            return session.store(
                SortedSetValue(limit: session.sortedSetLimit), under: arguments[target], event: "geosearchstore")
        }
        let found = search.run(in: sortedSet)
        guard let target = search.target else { return reply(session, found, search) }
        let index = SortedSetIndex(seed: session.database.context.hashSeed)
        for place in found {
            place.member.withBytes { member in
                // A search around the globe may meet a member twice.
                if index.find(member) == nil {
                    index.insert(member, search.storesDistance ? place.distance : place.score)
                }
            }
        }
        let result = SortedSetValue(index)
        result.compact(limit: session.sortedSetLimit)
        session.store(result, under: arguments[target], event: form.event, changes: found.count)
    }

    private static func reply(_ session: Session, _ found: [GeoSearch.Place], _ search: GeoSearch) {
        session.reply.array(found.count)
        for place in found {
            if search.detailCount > 0 { session.reply.array(search.detailCount + 1) }
            session.reply.bulk(place.member)
            if search.withDistance { session.reply.distance(place.distance) }
            if search.withHash { session.reply.integer(Int(place.score)) }
            if search.withPosition { session.reply.position(place.position) }
        }
    }
}

/// A search, as a command's arguments tell it.
private struct GeoSearch {
    enum Form {
        /// GEORADIUS and GEORADIUSBYMEMBER, which have forms that cannot store.
        case aroundPosition(stores: Bool)
        case aroundMember(stores: Bool)
        /// GEOSEARCH and GEOSEARCHSTORE.
        case shape
        case shapeAndStore

        var event: StaticString {
            switch self {
            case .aroundPosition, .aroundMember: "georadiusstore"
            case .shape, .shapeAndStore: "geosearchstore"
            }
        }

        var isSearch: Bool {
            switch self {
            case .aroundPosition, .aroundMember: false
            case .shape, .shapeAndStore: true
            }
        }
    }

    /// A member that was found.
    struct Place {
        let member: [UInt8]
        let score: Double
        let position: GeoPosition
        /// In units of the request, once the search is over; in metres before.
        var distance: Double
    }

    private enum Order { case ascending, descending }

    private(set) var withDistance = false
    private(set) var withHash = false
    private(set) var withPosition = false
    private(set) var storesDistance = false
    /// Which argument names the key to store under.
    private(set) var target: Int?
    private var order: Order?
    private var count = 0
    private var takesAny = false
    private var center: GeoPosition?
    /// FROMMEMBER was given; there is no centre if the key does not exist.
    private var hasCenter = false
    private var outline: (GeoShape.Outline, unit: Double)?

    var detailCount: Int { [withDistance, withHash, withPosition].count { $0 } }

    /// Reads everything behind the command's name. What the arguments say of members is looked up at once, so that errors come in
    /// the real server's order.
    init(
        _ arguments: Arguments, _ form: Form, in sortedSet: SortedSetValue?, _ profile: Profile
    ) throws(CommandError) {
        self.profile = profile
        var cursor = ArgumentCursor(arguments, from: 2)
        switch form {
        case .aroundPosition:
            center = try GeoPosition(arguments, at: 2, profile)
            outline = try circle(arguments, at: 4)
            cursor = ArgumentCursor(arguments, from: 6)
        case .aroundMember:
            // Without a key not even the radius is read.
            if let sortedSet {
                center = try position(of: arguments[2], in: sortedSet)
                outline = try circle(arguments, at: 3)
            }
            cursor = ArgumentCursor(arguments, from: 5)
        case .shape: break
        case .shapeAndStore:
            target = 1
            cursor = ArgumentCursor(arguments, from: 3)
        }
        while !cursor.isAtEnd { try readOption(&cursor, arguments, form, sortedSet) }
        try check(arguments, form)
    }

    private mutating func readOption(
        _ cursor: inout ArgumentCursor, _ arguments: Arguments, _ form: Form, _ sortedSet: SortedSetValue?
    ) throws(CommandError) {
        if cursor.skip("withdist") {
            withDistance = true
        } else if cursor.skip("withhash") {
            withHash = true
        } else if cursor.skip("withcoord") {
            withPosition = true
        } else if cursor.skip("any") {
            takesAny = true
        } else if cursor.skip("asc") {
            order = .ascending
        } else if cursor.skip("desc") {
            order = .descending
        } else if cursor.skip("count", before: 1) {
            count = try cursor.next().parseInteger()
            guard count > 0 else { throw CommandError("ERR COUNT must be > 0") }
        } else if try !readTarget(&cursor, form), try !readShape(&cursor, arguments, form, sortedSet) {
            throw .syntax
        }
    }

    /// Reads where to store, if that comes next.
    private mutating func readTarget(_ cursor: inout ArgumentCursor, _ form: Form) throws(CommandError) -> Bool {
        switch form {
        case .aroundPosition(stores: true), .aroundMember(stores: true):
            let isDistance = cursor.skip("storedist", before: 1)
            guard isDistance || cursor.skip("store", before: 1) else { return false }
            storesDistance = isDistance
            target = cursor.index
            _ = try cursor.next()
            return true
        case .shapeAndStore:
            guard cursor.skip("storedist") else { return false }
            storesDistance = true
            return true
        default: return false
        }
    }

    /// Reads a centre or an outline, if one comes next that may.
    private mutating func readShape(
        _ cursor: inout ArgumentCursor, _ arguments: Arguments, _ form: Form, _ sortedSet: SortedSetValue?
    ) throws(CommandError) -> Bool {
        guard form.isSearch else { return false }
        let (isFromPosition, isFromMember) = (hasCenter && isPositionGiven, hasCenter && !isPositionGiven)
        if profile.searchesPolygons, !hasCenter, outline == nil || isPolygon, cursor.skip("bypolygon", before: 2) {
            try readPolygon(&cursor, arguments)
        } else if isPolygon {
            return false
        } else if !isFromPosition, cursor.skip("frommember", before: 1) {
            let member = try cursor.next()
            hasCenter = true
            if let sortedSet { center = try position(of: member, in: sortedSet) }
        } else if !isFromMember, cursor.skip("fromlonlat", before: 2) {
            (hasCenter, isPositionGiven) = (true, true)
            center = try GeoPosition(arguments, at: cursor.index, profile)
            cursor.drop(2)
        } else if !isBox, cursor.skip("byradius", before: 2) {
            outline = try circle(arguments, at: cursor.index)
            cursor.drop(2)
        } else if outline == nil || isBox, cursor.skip("bybox", before: 3) {
            outline = try box(arguments, at: cursor.index)
            cursor.drop(3)
        } else {
            return false
        }
        return true
    }

    /// Reads the vertices, whose middle is the centre.
    private mutating func readPolygon(_ cursor: inout ArgumentCursor, _ arguments: Arguments) throws(CommandError) {
        let number = try cursor.next().parseInteger(or: CommandError("ERR invalid number of vertices"))
        guard number <= Int32.max, number >= Int32.min else { throw CommandError("ERR invalid number of vertices") }
        guard number >= 3, cursor.remaining >= number * 2 else {
            throw CommandError("ERR GEOSEARCH BYPOLYGON must have at least 3 vertices")
        }
        var vertices: [GeoPosition] = []
        for _ in 0..<number {
            vertices.append(try GeoPosition(arguments, at: cursor.index, profile))
            cursor.drop(2)
        }
        center = GeoPosition(middleOf: vertices)
        outline = (.polygon(vertices), unit: 1)
    }

    private let profile: Profile
    private var isPositionGiven = false

    private var isPolygon: Bool { if case .polygon = outline?.0 { true } else { false } }

    private var isBox: Bool { if case .box = outline?.0 { true } else { false } }

    private func check(_ arguments: Arguments, _ form: Form) throws(CommandError) {
        if target != nil, detailCount > 0 {
            let name = form.isSearch ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS"
            throw CommandError("ERR \(name) is not compatible with WITHDIST, WITHHASH and WITHCOORD options")
        }
        if form.isSearch, !hasCenter, !isPolygon {
            throw CommandError(
                "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for ", quoting: arguments[0])
        }
        if form.isSearch, outline == nil {
            let outlines = profile.searchesPolygons ? "BYRADIUS, BYBOX and BYPOLYGON" : "BYRADIUS and BYBOX"
            throw CommandError("ERR exactly one of \(outlines) can be specified for ", quoting: arguments[0])
        }
        if takesAny, count == 0 { throw CommandError("ERR the ANY argument requires COUNT argument") }
    }

    // MARK: Reading parts

    private func position(of member: Bytes, in sortedSet: SortedSetValue) throws(CommandError) -> GeoPosition {
        guard let score = sortedSet.score(of: member) else {
            throw profile.namesMissingMember
                ? CommandError("ERR member ", quoting: member, " does not exist")
                : CommandError("ERR could not decode requested zset member")
        }
        return Geohash(score: score).center
    }

    private func circle(
        _ arguments: Arguments, at index: Int
    ) throws(CommandError) -> (GeoShape.Outline, unit: Double) {
        guard let radius = arguments[index].double(in: profile) else { throw CommandError("ERR need numeric radius") }
        guard radius >= 0 else { throw CommandError("ERR radius cannot be negative") }
        return (.circle(radius: radius), try arguments[index + 1].parseGeoUnit())
    }

    private func box(
        _ arguments: Arguments, at index: Int
    ) throws(CommandError) -> (GeoShape.Outline, unit: Double) {
        guard let width = arguments[index].double(in: profile) else { throw CommandError("ERR need numeric width") }
        guard let height = arguments[index + 1].double(in: profile) else {
            throw CommandError("ERR need numeric height")
        }
        guard width >= 0, height >= 0 else { throw CommandError("ERR height or width cannot be negative") }
        return (.box(width: width, height: height), try arguments[index + 2].parseGeoUnit())
    }

    // MARK: Running

    /// The members within the shape, as many and in the order that was asked for. O(members in the cells that cover the shape).
    func run(in sortedSet: SortedSetValue) -> [Place] {
        guard let center, let outline else { return [] }
        let shape = GeoShape(center: center, outline: outline.0, unit: outline.unit)
        var found = places(within: shape, of: sortedSet)
        let wanted = count == 0 ? found.count : min(count, found.count)
        // The closest are meant, unless any will do.
        if let order = order ?? (count > 0 && !takesAny ? .ascending : nil) {
            let sign = order == .ascending ? 1 : -1
            if wanted == found.count {
                found.sort { sign == 1 ? $0.distance < $1.distance : $0.distance > $1.distance }
            } else {
                PartialSort.sort(&found, wanted: 0...wanted - 1) { one, other in
                    one.distance == other.distance ? 0 : one.distance > other.distance ? sign : -sign
                }
            }
        }
        found.removeSubrange(wanted...)
        for index in found.indices { found[index].distance /= outline.unit }
        return found
    }

    private func places(within shape: GeoShape, of sortedSet: SortedSetValue) -> [Place] {
        var found: [Place] = []
        let limit = takesAny ? count : .max
        var last: Geohash?
        for (place, cell) in shape.cells.enumerated() where found.count < limit {
            // Large cells may be neighbours on both sides. The first is not compared, as in the real server.
            if cell == last { continue }
            if place > 0 { last = cell }
            let next = Geohash(bits: cell.bits + 1, step: cell.step)
            let range = ScoreRange(min: cell.score, max: next.score, excludesMax: true)
            sortedSet.forEach(in: sortedSet.ranks(range)) { member, score in
                let position = Geohash(score: score).center
                if let distance = shape.distance(to: position) {
                    found.append(Place(member: member.array, score: score, position: position, distance: distance))
                }
                return found.count < limit
            }
        }
        return found
    }
}

extension ArgumentCursor {
    /// Passes over arguments that have been read.
    fileprivate mutating func drop(_ count: Int) {
        for _ in 0..<count { _ = try? next() }
    }
}
