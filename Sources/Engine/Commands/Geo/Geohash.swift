// Geohash: positions on the globe as integers whose order keeps what is near together: the bits of latitude and longitude, each
// halving what those before it left, take turns, the latitude's being the even ones. A sorted set keeps them as scores of 52 bits.
//
// Every operation on doubles is the real server's, in its order, so that its results are the same to the last bit.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A longitude and a latitude, in degrees.
struct GeoPosition {
    var longitude: Double
    var latitude: Double

    /// What can be added: the latitudes that Mercator's projection shows.
    static let longitudes = -180.0...180.0
    static let latitudes = -85.05112878...85.05112878

    var isValid: Bool { GeoPosition.longitudes ~= longitude && GeoPosition.latitudes ~= latitude }

    /// The radius of the globe in metres.
    static let earthRadius = 6372797.560856

    @inline(__always)
    static func radians(_ degrees: Double) -> Double { degrees * (Double.pi / 180.0) }

    @inline(__always)
    static func degrees(_ radians: Double) -> Double { radians / (Double.pi / 180.0) }

    /// The distance in metres on the globe, by the haversine formula.
    func distance(to other: GeoPosition) -> Double {
        let v = sin((GeoPosition.radians(other.longitude) - GeoPosition.radians(longitude)) / 2)
        if v == 0 { return latitudeDistance(to: other) }
        let (from, to) = (GeoPosition.radians(latitude), GeoPosition.radians(other.latitude))
        let u = sin((to - from) / 2)
        let a = u * u + cos(from) * cos(to) * v * v
        return 2.0 * GeoPosition.earthRadius * asin(a.squareRoot())
    }

    /// The distance in metres along a meridian.
    func latitudeDistance(to other: GeoPosition) -> Double {
        GeoPosition.earthRadius * (GeoPosition.radians(other.latitude) - GeoPosition.radians(latitude)).magnitude
    }
}

/// A cell of the globe: `step` bits of latitude and of longitude.
struct Geohash: Equatable {
    var bits: UInt64
    let step: Int

    static let longestStep = 26
    private static let latitudeBits: UInt64 = 0x5555_5555_5555_5555
    private static let longitudeBits: UInt64 = 0xAAAA_AAAA_AAAA_AAAA

    init(bits: UInt64, step: Int) {
        self.bits = bits
        self.step = step
    }

    /// The cell that a position is in.
    ///
    /// - Parameter latitudes: What the first bit halves.
    init(
        _ position: GeoPosition, step: Int = longestStep, latitudes: ClosedRange<Double> = GeoPosition.latitudes
    ) {
        let latitude = Geohash.fraction(position.latitude, of: latitudes) * Double(UInt64(1) << UInt64(step))
        let longitude =
            Geohash.fraction(position.longitude, of: GeoPosition.longitudes)
            * Double(UInt64(1) << UInt64(step))
        bits =
            Geohash.spread(UInt32(truncatingIfNeeded: Int64(latitude)))
            | Geohash.spread(UInt32(truncatingIfNeeded: Int64(longitude))) << 1
        self.step = step
    }

    private static func fraction(_ value: Double, of range: ClosedRange<Double>) -> Double {
        (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }

    /// The cell that a score stands for. A score that is no position is made one as the processor of the real server would.
    init(score: Double) {
        let bits: UInt64
        if score < 0x1p63 {
            bits = UInt64(bitPattern: score >= -0x1p63 ? Int64(score) : .min)
        } else {
            bits = score < 0x1p64 ? UInt64(score) : 0
        }
        self.init(bits: bits, step: Geohash.longestStep)
    }

    /// The score of the cell, or that of the lowest of the cells of 52 bits in it.
    var score: Double { Double(bits << UInt64(52 - step * 2)) }

    /// Puts a zero before each bit.
    private static func spread(_ value: UInt32) -> UInt64 {
        var word = UInt64(value)
        word = (word | word << 16) & 0x0000_FFFF_0000_FFFF
        word = (word | word << 8) & 0x00FF_00FF_00FF_00FF
        word = (word | word << 4) & 0x0F0F_0F0F_0F0F_0F0F
        word = (word | word << 2) & 0x3333_3333_3333_3333
        return (word | word << 1) & latitudeBits
    }

    /// Takes the even bits together.
    private static func gather(_ word: UInt64) -> UInt32 {
        var word = word & latitudeBits
        word = (word | word >> 1) & 0x3333_3333_3333_3333
        word = (word | word >> 2) & 0x0F0F_0F0F_0F0F_0F0F
        word = (word | word >> 4) & 0x00FF_00FF_00FF_00FF
        word = (word | word >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: word | word >> 16)
    }

    // MARK: Areas

    /// What lies between two parallels or meridians. Of a score that is no position the greater may come first.
    struct Span {
        let min: Double
        let max: Double
    }

    var latitudes: Span { span(Geohash.gather(bits), GeoPosition.latitudes) }

    var longitudes: Span { span(Geohash.gather(bits >> 1), GeoPosition.longitudes) }

    private func span(_ index: UInt32, _ whole: ClosedRange<Double>) -> Span {
        let scale = whole.upperBound - whole.lowerBound
        let cells = Double(UInt64(1) << UInt64(step))
        return Span(
            min: whole.lowerBound + Double(index) / cells * scale,
            max: whole.lowerBound + Double(index &+ 1) / cells * scale)
    }

    /// The middle of the cell.
    var center: GeoPosition {
        GeoPosition(
            longitude: Geohash.middle(of: longitudes, within: GeoPosition.longitudes),
            latitude: Geohash.middle(of: latitudes, within: GeoPosition.latitudes))
    }

    private static func middle(of span: Span, within whole: ClosedRange<Double>) -> Double {
        min(max((span.min + span.max) / 2, whole.lowerBound), whole.upperBound)
    }

    // MARK: Neighbours

    /// The cell so many to the east (or west, if negative) and to the north, by one at most; around the globe in both directions.
    func neighbour(east: Int, north: Int) -> Geohash {
        let unused = UInt64(64 - step * 2)
        return Geohash(
            bits: Geohash.move(bits, by: east, moving: Geohash.longitudeBits, unused)
                | Geohash.move(bits, by: north, moving: Geohash.latitudeBits, unused), step: step)
    }

    /// Adds to the number that the bits under a mask spell. Its carry passes through the bits between them if these are set.
    private static func move(_ bits: UInt64, by distance: Int, moving mask: UInt64, _ unused: UInt64) -> UInt64 {
        let between = ~mask >> unused
        var moved = bits & mask
        if distance > 0 { moved = moved &+ (between &+ 1) }
        if distance < 0 { moved = (moved | between) &- (between &+ 1) }
        return distance == 0 ? moved : moved & mask >> unused
    }
}

extension Geohash {
    private static let alphabet = Array("0123456789bcdefghjkmnpqrstuvwxyz".utf8)

    /// The position that a score stands for as the 11 letters of the Geohash standard, whose latitudes reach from pole to pole.
    /// 52 bits make ten letters; the last is always 0.
    static func text(ofScore score: Double) -> [UInt8] {
        let standard = Geohash(Geohash(score: score).center, latitudes: -90...90)
        let letters = (1...10).map { alphabet[Int(standard.bits >> UInt64(52 - $0 * 5)) & 31] }
        return letters + [alphabet[0]]
    }
}
