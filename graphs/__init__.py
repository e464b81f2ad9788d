"""How a conversation moves: LangGraph graphs and the pure moves they are made of."""
