import KernelRoutines
import MemoryModel
import Testing

@Suite("The search for an address") struct AddressSearchTests {
  private static let top: UInt64 = 0x7fff_0000_0000
  private static let stackStart: UInt64 = 0x7fff_8000_0000

  private func area(_ start: UInt64, pages: Int, isStack: Bool = false) -> AddressSearch.Taken {
    AddressSearch.Taken(range: AddressRange(VirtualAddress(start), pages: pages), isStack: isStack)
  }

  private func below(_ address: UInt64, pages: Int) -> UInt64 { address - UInt64(pages) * 4096 }

  private var stack: AddressSearch.Taken { area(Self.stackStart, pages: 33, isStack: true) }

  private func chosen(_ pages: Int, _ taken: AddressSearch.Taken...) -> UInt64? {
    AddressSearch.topDown(pages: pages, taken: taken)?.value
  }

  @Test("The last mapping under the stack ends where the search begins")
  func base() {
    let last = area(below(Self.top, pages: 10), pages: 10)
    #expect(AddressSearch.base([last, stack]).value == Self.top)
    #expect(chosen(4, last, stack) == below(Self.top, pages: 14))
  }

  @Test("What lies above the stack does not count")
  func vdsoAbove() {
    let last = area(below(Self.top, pages: 10), pages: 10)
    let vdso = area(Self.stackStart + 0x100_0000, pages: 2)
    #expect(chosen(4, last, stack, vdso) == below(Self.top, pages: 14))
  }

  @Test("The highest gap that is large enough is taken, not the best one")
  func highestGap() {
    let last = area(below(Self.top, pages: 10), pages: 10)
    let middle = area(below(Self.top, pages: 40), pages: 10)
    let low = area(below(Self.top, pages: 60), pages: 16)
    #expect(chosen(4, low, middle, last, stack) == below(Self.top, pages: 14))
    #expect(chosen(20, low, middle, last, stack) == below(Self.top, pages: 30), "20 pages fit exactly")
    #expect(chosen(21, low, middle, last, stack) == below(Self.top, pages: 81))
  }

  @Test("A gap of four pages holds four pages and no five")
  func exactFit() {
    let last = area(below(Self.top, pages: 10), pages: 10)
    let next = area(below(Self.top, pages: 24), pages: 10)
    #expect(chosen(4, next, last, stack) == below(Self.top, pages: 14))
    #expect(chosen(5, next, last, stack) == below(Self.top, pages: 29))
  }

  @Test("256 pages below a stack stay free")
  func guardGap() {
    let last = area(below(Self.top, pages: 10), pages: 10)
    let filling = area(below(Self.top, pages: 290), pages: 270)
    let other = area(below(Self.top, pages: 300), pages: 10, isStack: true)
    let low = area(below(Self.top, pages: 600), pages: 10)
    let free = 600 - 10 - 300 - AddressSearch.guardPages
    #expect(chosen(free, low, other, filling, last, stack) == below(Self.top, pages: 590))
    #expect(chosen(free + 1, low, other, filling, last, stack) == below(Self.top, pages: 600 + free + 1))
    let noStack = area(below(Self.top, pages: 300), pages: 10)
    #expect(chosen(free + 1, low, noStack, filling, last, stack) == below(Self.top, pages: 300 + free + 1))
  }

  @Test("Without a stack the last mapping shows the base; without anything the address space does")
  func noStack() {
    let last = area(below(Self.top, pages: 10), pages: 10)
    #expect(chosen(4, last) == below(Self.top, pages: 14))
    #expect(chosen(4) == VirtualAddress.taskSize.value - 4 * 4096)
  }

  @Test("A program at low addresses says nothing about the base: the smallest stack gap does")
  func lowProgram() {
    let program = area(0x40_0000, pages: 100)
    #expect(chosen(4, program, stack) == below(Self.stackStart - (128 << 20), pages: 4))
  }

  @Test("With no room below it goes up from a third of the address space")
  func bottomUp() {
    let third = (VirtualAddress.taskSize.value / 3) & ~4095
    let full = AddressSearch.Taken(
      range: AddressRange(VirtualAddress(4096), VirtualAddress(third)), isStack: false)
    let rest = AddressSearch.Taken(
      range: AddressRange(VirtualAddress(third + 0x10_0000), VirtualAddress(Self.top)), isStack: false)
    #expect(chosen(256, full, rest, stack) == third, "256 pages fit exactly")
    let guarded = Self.stackStart - UInt64(AddressSearch.guardPages) * 4096
    #expect(chosen(257, full, rest, stack) == Self.top, "between the last mapping and the stack's guard gap")
    let rooms = Int((guarded - Self.top) / 4096)
    #expect(chosen(rooms, full, rest, stack) == Self.top)
    #expect(chosen(rooms + 1, full, rest, stack) == stack.range.end.value)
  }

  @Test("Nothing fits, nothing is asked, too much is asked")
  func nothing() {
    let whole = AddressSearch.Taken(
      range: AddressRange(VirtualAddress(4096), .taskSize), isStack: false)
    #expect(chosen(1, whole) == nil)
    #expect(chosen(0) == nil)
    #expect(chosen(-1) == nil)
    #expect(chosen(Int.max) == nil)
    #expect(chosen(Int(VirtualAddress.taskSize.page)) == nil, "page 0 is never handed out")
    #expect(chosen(Int(VirtualAddress.taskSize.page) - 1) == 4096)
  }
}
