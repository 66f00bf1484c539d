// GeoShape: what a search looks for: a circle, a box or a polygon; and which cells of the globe have to be looked through for it.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An area around a position.
struct GeoShape {
    enum Outline {
        /// In units of the request.
        case circle(radius: Double)
        case box(width: Double, height: Double)
        /// The vertices in their order.
        case polygon([GeoPosition])
    }

    var center: GeoPosition
    let outline: Outline
    /// Metres in a unit of the request.
    let unit: Double

    /// The distance in metres of a position from the centre, if it is within the shape.
    func distance(to position: GeoPosition) -> Double? {
        switch outline {
        case .circle(let radius):
            let distance = center.distance(to: position)
            return distance > radius * unit ? nil : distance
        case .box(let width, let height):
            // The cheaper test first.
            if position.latitudeDistance(to: center) > height * unit / 2 { return nil }
            let besides = GeoPosition(longitude: center.longitude, latitude: position.latitude)
            if position.distance(to: besides) > width * unit / 2 { return nil }
            return center.distance(to: position)
        case .polygon(let vertices):
            return position.isWithin(vertices) ? center.distance(to: position) : nil
        }
    }

    // MARK: The cells that cover it

    /// What bounds the shape in degrees.
    private struct Bounds {
        let longitudes: (min: Double, max: Double)
        let latitudes: (min: Double, max: Double)
    }

    private var bounds: Bounds {
        let width: Double
        let height: Double
        switch outline {
        case .circle(let radius): (width, height) = (unit * radius, unit * radius)
        case .box(let fullWidth, let fullHeight): (width, height) = (unit * (fullWidth / 2), unit * (fullHeight / 2))
        case .polygon(let vertices):
            let (longitudes, latitudes) = (vertices.map(\.longitude), vertices.map(\.latitude))
            return Bounds(
                longitudes: (longitudes.min()!, longitudes.max()!), latitudes: (latitudes.min()!, latitudes.max()!))
        }
        let latitudeDelta = GeoPosition.degrees(height / GeoPosition.earthRadius)
        // Meridians are nearest on the side of the pole.
        let outermost = center.latitude < 0 ? center.latitude - latitudeDelta : center.latitude + latitudeDelta
        let longitudeDelta = GeoPosition.degrees(
            width / GeoPosition.earthRadius / cos(GeoPosition.radians(outermost)))
        return Bounds(
            longitudes: (center.longitude - longitudeDelta, center.longitude + longitudeDelta),
            latitudes: (center.latitude - latitudeDelta, center.latitude + latitudeDelta))
    }

    /// The distance from the centre to what is farthest from it, in metres.
    private var reach: Double {
        switch outline {
        case .circle(let radius): radius * unit
        case .box(let width, let height):
            (width / 2 * (width / 2) + height / 2 * (height / 2)).squareRoot() * unit
        case .polygon(let vertices): vertices.map(center.distance(to:)).max()!
        }
    }

    /// How many bits a cell may have so that it and its neighbours cover what is within `reach` metres, in most cases.
    private static func estimatedStep(reach: Double, latitude: Double) -> Int {
        if reach == 0 { return Geohash.longestStep }
        // Half the side of the projected map.
        let mercatorMax = 20037726.37
        var (step, reach) = (1, reach)
        while reach < mercatorMax {
            reach *= 2
            step += 1
        }
        step -= 2
        // Near the poles a cell is narrow.
        if latitude.magnitude > 66 { step -= 1 }
        if latitude.magnitude > 80 { step -= 1 }
        return min(max(step, 1), Geohash.longestStep)
    }

    /// How far the neighbours are, in the order in which the real server looks through them.
    private static let directions: [(east: Int, north: Int)] = [
        (0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1),
    ]

    /// Nine cells at most that cover the shape: the one of the centre and those neighbours that the shape reaches.
    var cells: [Geohash] {
        let bounds = bounds
        var step = GeoShape.estimatedStep(reach: reach, latitude: center.latitude)
        var middle = Geohash(center, step: step)
        if step > 1, GeoShape.reachesBeyondNeighbours(bounds, middle) {
            step -= 1
            middle = Geohash(center, step: step)
        }
        let all = GeoShape.directions.map { (middle.neighbour(east: $0.east, north: $0.north), $0) }
        // Cells this large may be their own neighbours.
        guard step >= 2 else { return all.map(\.0) }
        let (longitudes, latitudes) = (middle.longitudes, middle.latitudes)
        return all.filter { _, direction in
            !(direction.north < 0 && latitudes.min < bounds.latitudes.min)
                && !(direction.north > 0 && latitudes.max > bounds.latitudes.max)
                && !(direction.east < 0 && longitudes.min < bounds.longitudes.min)
                && !(direction.east > 0 && longitudes.max > bounds.longitudes.max)
        }.map(\.0)
    }

    private static func reachesBeyondNeighbours(_ bounds: Bounds, _ middle: Geohash) -> Bool {
        middle.neighbour(east: 0, north: 1).latitudes.max < bounds.latitudes.max
            || middle.neighbour(east: 0, north: -1).latitudes.min > bounds.latitudes.min
            || middle.neighbour(east: 1, north: 0).longitudes.max < bounds.longitudes.max
            || middle.neighbour(east: -1, north: 0).longitudes.min > bounds.longitudes.min
    }
}
