/// An array in pieces: a copy that changes one element copies its piece and not the whole.
///
/// States are copied at every look at a recording, and an imported process may have ten thousands of VMAs.
public struct ChunkedArray<Element: Hashable & Sendable>: Hashable, Sendable {
  /// Elements of a piece.
  @usableFromInline static var size: Int { 128 }

  @usableFromInline var chunks: [[Element]] = []
  public private(set) var count = 0

  public init() {}

  public init(_ elements: some Sequence<Element>) {
    for element in elements { append(element) }
  }

  @inlinable public subscript(place: Int) -> Element {
    get { chunks[place / Self.size][place % Self.size] }
    _modify { yield &chunks[place / Self.size][place % Self.size] }
  }

  public mutating func append(_ element: Element) {
    if count % Self.size == 0 { chunks.append([]) }
    chunks[chunks.count - 1].append(element)
    count += 1
  }
}

extension ChunkedArray: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }
}
