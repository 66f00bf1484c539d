// Polygons on the globe, given by their vertices: where their middle is, and what is within.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension GeoPosition {
    /// The middle of positions: the direction in which they all lie from the centre of the globe.
    init(middleOf positions: [GeoPosition]) {
        var (x, y, z) = (0.0, 0.0, 0.0)
        for position in positions {
            let (longitude, latitude) = (
                GeoPosition.radians(position.longitude), GeoPosition.radians(position.latitude)
            )
            x += cos(latitude) * cos(longitude)
            y += cos(latitude) * sin(longitude)
            z += sin(latitude)
        }
        let count = Double(positions.count)
        (x, y, z) = (x / count, y / count, z / count)
        self.init(
            longitude: GeoPosition.degrees(atan2(y, x)),
            latitude: GeoPosition.degrees(atan2(z, (x * x + y * y).squareRoot())))
    }

    /// Whether a ray to the east crosses an odd number of a polygon's edges. The map is taken to be flat. O(vertices).
    func isWithin(_ vertices: [GeoPosition]) -> Bool {
        var isInside = false
        var last = vertices[vertices.count - 1]
        for vertex in vertices {
            if (vertex.latitude > latitude) != (last.latitude > latitude),
                longitude < (last.longitude - vertex.longitude) * (latitude - vertex.latitude)
                    / (last.latitude - vertex.latitude) + vertex.longitude
            {
                isInside.toggle()
            }
            last = vertex
        }
        return isInside
    }
}
